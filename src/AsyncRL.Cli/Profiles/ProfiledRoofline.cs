using System.Text.Json.Nodes;
using AsyncRL.Core.Options;
using static AsyncRL.Cli.Profiles.ProfileMembers;

namespace AsyncRL.Cli.Profiles;

/// <summary>The roofline of one thread, as a profile's document holds it.</summary>
internal sealed record ProfiledRoofline
{
    /// <summary>The file of a profile in the directory of a run.</summary>
    internal const string FileName = "profile.json";

    /// <summary>What was measured: "one thread: a3c on catch with mlp".</summary>
    internal required string Subject { get; init; }

    /// <summary>The processor and the width of its vectors.</summary>
    internal required string Machine { get; init; }

    /// <summary>The operations per second that one thread can reach.</summary>
    internal required double Peak { get; init; }

    /// <summary>The bandwidths of one thread, the largest first.</summary>
    internal required IReadOnlyList<RooflineCeiling> Ceilings { get; init; }

    /// <summary>The phases with operations, and last the segment.</summary>
    internal required IReadOnlyList<RooflinePlace> Places { get; init; }

    /// <summary>Reads the roofline of the first number of threads from a document of <see cref="ProfileDocument"/>.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The roofline.</returns>
    /// <exception cref="InputException">The document lacks a number, or has a wrong one.</exception>
    internal static ProfiledRoofline Of(JsonNode? document)
    {
        JsonNode row = Member(Member(document, "rows"), 0), limits = Member(row, "limits");
        double threads = Positive(limits, "threads");
        var ceilings = new List<RooflineCeiling>();
        foreach (JsonNode? level in Items(limits, "levels"))
            ceilings.Add(new RooflineCeiling(Text(level, "level"), Positive(level, "readBytesPerSecond") / threads));
        ceilings.Sort((a, b) => b.BytesPerSecond.CompareTo(a.BytesPerSecond));
        var places = new List<RooflinePlace>();
        foreach (JsonNode? point in Items(row, "roofline"))
        {
            // A phase without operations has no place in the picture.
            if (!(Number(point, "flops") > 0 && Number(point, "bytes") > 0 && Number(point, "seconds") > 0)) continue;
            places.Add(new RooflinePlace(
                Text(point, "phase"), Positive(point, "flops"), Positive(point, "bytes"), Positive(point, "seconds"),
                Number(point, "secondsAtPeak"), Number(point, "secondsAtBandwidth"), Text(point, "level")));
        }

        string of = threads == 1 ? "one thread" : FormattableString.Invariant($"one of {threads} threads");
        return new ProfiledRoofline
        {
            Subject = $"{of}: {Text(document, "algorithm")} on {Text(document, "environment")} with {Text(document, "network")}",
            Machine = $"{Text(Member(document, "machine"), "processor")}, {Text(document, "vectorWidth")}",
            Peak = Positive(limits, "flopsPerSecond") / threads,
            Ceilings = ceilings,
            Places = places,
        };
    }

    /// <summary>Reads the roofline of a profiled run.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <returns>The roofline; null if the run was not profiled.</returns>
    /// <exception cref="InputException">The file cannot be read, or is no profile.</exception>
    internal static ProfiledRoofline? ReadFrom(string directory)
    {
        string path = Path.Combine(directory, FileName);
        return File.Exists(path) ? ReadFile(path, FileName, Of) : null;
    }
}

/// <summary>A level of memory.</summary>
/// <param name="Level">Its name.</param>
/// <param name="BytesPerSecond">The bytes that one thread reads in a second.</param>
internal sealed record RooflineCeiling(string Level, double BytesPerSecond);

/// <summary>A phase, or the segment, in a roofline.</summary>
/// <param name="Phase">Its name.</param>
/// <param name="Flops">Floating-point operations, above 0.</param>
/// <param name="Bytes">Bytes loaded and stored, above 0.</param>
/// <param name="Seconds">Measured seconds, above 0.</param>
/// <param name="SecondsAtPeak">Seconds that the operations take at the peak.</param>
/// <param name="SecondsAtBandwidth">Seconds that the bytes take at the bandwidths of their levels.</param>
/// <param name="Level">The level whose bytes take most of the time.</param>
internal sealed record RooflinePlace(
    string Phase, double Flops, double Bytes, double Seconds, double SecondsAtPeak, double SecondsAtBandwidth, string Level)
{
    /// <summary>Operations per byte.</summary>
    internal double Intensity => Flops / Bytes;

    /// <summary>Measured operations per second.</summary>
    internal double Rate => Flops / Seconds;

    /// <summary>Operations per second at the larger limit.</summary>
    internal double Bound => Flops / Math.Max(SecondsAtPeak, SecondsAtBandwidth);

    /// <summary>The larger limit.</summary>
    internal string Limit => SecondsAtBandwidth > SecondsAtPeak ? Level : "peak";
}
