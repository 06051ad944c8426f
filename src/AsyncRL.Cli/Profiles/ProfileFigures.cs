using System.Text.Json.Nodes;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;
using MathNet.Numerics.Statistics;
using static AsyncRL.Cli.Profiles.ProfileMembers;

namespace AsyncRL.Cli.Profiles;

/// <summary>The figures of a profile for one number of threads, as its document holds them.</summary>
internal sealed record ProfileFigures
{
    private const double Least = 0.05, Most = 0.95;

    /// <summary>The number of threads.</summary>
    internal required double Threads { get; init; }

    /// <summary>The number of groups of threads; 1 in a profile of a program that had none.</summary>
    internal required double Groups { get; init; }

    /// <summary>The numbers of threads and groups, for tables.</summary>
    internal string Label => ProfileRow.LabelOf((int)Threads, (int)Groups);

    /// <summary>"2 threads", "2 threads in 2 groups", for sentences.</summary>
    internal string Kind =>
        NumberText.Count((long)Threads, "thread") + (Groups > 1 ? $" in {NumberText.Count((long)Groups, "group")}" : "");

    /// <summary>Agent steps per second of all threads, of each round.</summary>
    internal required IReadOnlyList<double> Rates { get; init; }

    /// <summary>The median of the rates.</summary>
    internal required double Rate { get; init; }

    /// <summary>The operations per second that the threads can reach.</summary>
    internal required double Peak { get; init; }

    /// <summary>Seconds of a mean segment, by phase, and of the whole segment at the end.</summary>
    internal required IReadOnlyList<(string Phase, double Seconds)> Phases { get; init; }

    /// <summary>Reads the figures of a document of <see cref="ProfileDocument"/>.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The figures of each number of threads.</returns>
    /// <exception cref="InputException">A figure is missing or wrong.</exception>
    internal static IReadOnlyList<ProfileFigures> Of(JsonNode? document)
    {
        var rows = new List<ProfileFigures>();
        foreach (JsonNode? row in Items(document, "rows"))
        {
            var phases = new List<(string, double)>();
            foreach (JsonNode? point in Items(row, "roofline"))
            {
                // Without an update there is no segment, and its seconds are null.
                if ((point as JsonObject)?["seconds"] is not null) phases.Add((Text(point, "phase"), Number(point, "seconds")));
            }

            rows.Add(new ProfileFigures
            {
                Threads = Positive(row, "threads"),
                Groups = (row as JsonObject)?["groups"] is null ? 1 : Positive(row, "groups"),
                Rates = Numbers(row, "agentStepsPerSecondOfRounds"),
                Rate = Number(row, "agentStepsPerSecond"),
                Peak = Positive(Member(row, "limits"), "flopsPerSecond"),
                Phases = phases,
            });
        }

        return rows.Count > 0 ? rows : throw Lack("rows");
    }

    /// <summary>The rate as a multiple of an earlier one; no finite number if that is 0.</summary>
    internal double RatioTo(ProfileFigures before) => Rate / before.Rate;

    /// <summary>The same of the rates per operation that the machine could do at the time, whatever its clock rate was.</summary>
    internal double RatioPerPeakTo(ProfileFigures before) => RatioTo(before) * before.Peak / Peak;

    /// <summary>
    /// The range of the ratio that the rounds allow: the 5th percentile of one profile over the 95th of the other, and the reverse.
    /// </summary>
    internal (double Low, double High) RangeOfRatioTo(ProfileFigures before) => (
        Rates.Quantile(Least) / before.Rates.Quantile(Most), Rates.Quantile(Most) / before.Rates.Quantile(Least));
}
