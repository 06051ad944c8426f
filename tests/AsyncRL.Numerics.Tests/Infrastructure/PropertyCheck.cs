using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>Runs properties under FsCheck, all with one configuration.</summary>
/// <remarks>
/// Where the environment variable CI is "true" the replay seed is fixed, so that a run can be repeated; elsewhere every run draws anew. A
/// failure prints its seed as "(seed,gamma)"; ASYNCRL_REPLAY=seed,gamma draws the same again.
/// </remarks>
internal static class PropertyCheck
{
    internal const int LargestRows = 20;

    private const string CiReplay = "160201783,11400714819323198485";

    private static readonly string? Replay =
        ChooseReplay(Environment.GetEnvironmentVariable("CI"), Environment.GetEnvironmentVariable("ASYNCRL_REPLAY"));

    /// <summary>Checks that a property holds: that it throws for no draw.</summary>
    /// <param name="subject">What the property is about; printed when it fails.</param>
    /// <param name="tests">How many draws.</param>
    /// <param name="property">Throws where the property does not hold.</param>
    internal static void ForAll(string subject, int tests, Action<Draw> property)
    {
        Gen<Draw> draws =
            from seed in ArbMap.Default.GeneratorFor<DoNotSize<ulong>>()
            from rows in Gen.Choose(1, LargestRows)
            select new Draw(seed.Item, rows);
        FsCheck.Check.One(Configure(subject, tests, Replay), Prop.ForAll(Arb.From(draws, FewerRows), property));
    }

    /// <summary>The seed to draw from, as text, or null for another one in every run.</summary>
    internal static string? ChooseReplay(string? ci, string? asked) => asked ?? (ci == "true" ? CiReplay : null);

    /// <summary>The configuration of all properties.</summary>
    internal static Config Configure(string subject, int tests, string? replay)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(tests).WithName(subject).WithQuietOnSuccess(true);
        if (replay is null) return config;
        string[] parts = replay.Split(',');
        return config.WithReplay(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Another seed is another case, not a smaller one: only the rows shrink.</summary>
    private static IEnumerable<Draw> FewerRows(Draw draw)
    {
        if (draw.Rows == 1) yield break;
        yield return draw with { Rows = 1 };
        yield return draw with { Rows = draw.Rows / 2 };
        yield return draw with { Rows = draw.Rows - 1 };
    }
}
