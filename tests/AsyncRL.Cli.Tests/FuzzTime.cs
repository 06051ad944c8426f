using System.Diagnostics;
using System.Globalization;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Cli.Tests;

/// <summary>
/// How long a test with random damage goes on, and from which seed: a few cases from a fixed seed in the suite, and more where
/// ASYNCRL_FUZZ_SECONDS and ASYNCRL_FUZZ_SEED say so.
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
