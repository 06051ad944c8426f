using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Runs properties under FsCheck, all with one configuration.</summary>
/// <remarks>
/// Where the environment variable CI is "true" the replay seed is fixed, so that a run can be repeated; elsewhere every run draws anew. A
/// failure prints its seed as "(seed,gamma)"; ASYNCRL_REPLAY=seed,gamma draws the same again.
/// </remarks>
internal static class PropertyCheck
{
    private const string CiReplay = "160201783,11400714819323198485";

    private static readonly string? Replay = Environment.GetEnvironmentVariable("ASYNCRL_REPLAY")
        ?? (Environment.GetEnvironmentVariable("CI") == "true" ? CiReplay : null);

    /// <summary>Any seed: what a property draws beyond it follows from the seed.</summary>
    internal static Gen<ulong> Seeds => Gen.Select(ArbMap.Default.GeneratorFor<DoNotSize<ulong>>(), seed => seed.Item);

    /// <summary>Checks that a property holds: that it throws for no seed.</summary>
    internal static void ForAllSeeds(string subject, int tests, Action<ulong> property) => ForAll(subject, tests, Seeds, property);

    /// <summary>Checks that a property holds: that it throws for no draw.</summary>
    /// <param name="subject">What the property is about; printed when it fails.</param>
    /// <param name="tests">How many draws.</param>
    /// <param name="draws">What is drawn; printed when the property fails for it.</param>
    /// <param name="property">Throws where the property does not hold.</param>
    internal static void ForAll<T>(string subject, int tests, Gen<T> draws, Action<T> property)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(tests).WithName(subject).WithQuietOnSuccess(true);
        if (Replay is not null)
        {
            string[] parts = Replay.Split(',');
            config = config.WithReplay(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        Check.One(config, Prop.ForAll(Arb.From(draws), property));
    }
}
