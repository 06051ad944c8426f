using System.Diagnostics;
using System.Globalization;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Cli.Tests;

/// <summary>
/// The duration and the seed of a test with random damage: a few cases from a fixed seed, or as many as the environment variables
/// ASYNCRL_FUZZ_SECONDS and ASYNCRL_FUZZ_SEED determine.
/// </summary>
internal sealed class FuzzTime(int usualCases)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _seconds = Setting("ASYNCRL_FUZZ_SECONDS") ?? 0;

    /// <summary>Cases so far.</summary>
    internal int Cases { get; private set; }

    /// <summary>Draws the damage.</summary>
    internal RandomGenerator Generator { get; } = new(Setting("ASYNCRL_FUZZ_SEED") ?? 1);

    /// <summary>Whether there is another case.</summary>
    internal bool Next() => Cases++ < usualCases || Stopwatch.GetElapsedTime(_start).TotalSeconds < _seconds;

    private static ulong? Setting(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out ulong value) ? value : null;
}
