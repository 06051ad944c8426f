using System.Globalization;
using FsCheck;

namespace AsyncRL.TestSources;

/// <summary>The configuration of all FsCheck properties.</summary>
/// <remarks>
/// If the environment variable CI is "true" the replay seed is fixed, so that a run can be repeated. Otherwise every run draws a new seed.
/// A failure prints its seed as "(seed,gamma)"; ASYNCRL_REPLAY=seed,gamma draws the same values again.
/// </remarks>
internal static class PropertyConfiguration
{
    private const string CiReplay = "160201783,11400714819323198485";

    private static readonly string? Replay =
        ChooseReplay(Environment.GetEnvironmentVariable("CI"), Environment.GetEnvironmentVariable("ASYNCRL_REPLAY"));

    /// <summary>The configuration of a property.</summary>
    /// <param name="subject">The subject of the property; it is printed when the property fails.</param>
    /// <param name="tests">The number of draws.</param>
    internal static Config For(string subject, int tests) => For(subject, tests, Replay);

    /// <summary>The configuration of a property that draws from a seed, or from a new seed if it is null.</summary>
    internal static Config For(string subject, int tests, string? replay)
    {
        Config config = Config.QuickThrowOnFailure.WithMaxTest(tests).WithName(subject).WithQuietOnSuccess(true);
        if (replay is null) return config;
        string[] parts = replay.Split(',');
        return config.WithReplay(ulong.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The seed to draw from, as text, or null for a new seed in every run.</summary>
    internal static string? ChooseReplay(string? ci, string? asked) => asked ?? (ci == "true" ? CiReplay : null);
}
