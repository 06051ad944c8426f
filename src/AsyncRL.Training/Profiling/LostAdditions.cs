using System.Diagnostics;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Optimizers;
using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Profiling;

/// <summary>
/// How many additions of threads that race over the same numbers are lost: every thread adds 1 to every number of θ, by the very loads,
/// stores and sweeps of training, again and again. What is missing from the sum was lost.
/// </summary>
/// <remarks>
/// A rate for this machine, not a claim about a run: here nothing lies between two sweeps of a thread, whereas in training a segment does.
/// Floats hold whole numbers exactly up to 2²⁴, more than is ever added to one.
/// </remarks>
public static class LostAdditions
{
    private const long LargestSum = 1 << 24;

    /// <summary>Races threads for some time.</summary>
    /// <param name="discipline">How threads load and store.</param>
    /// <param name="layout">How many numbers: the run's θ.</param>
    /// <param name="threads">Threads that add.</param>
    /// <param name="seconds">For how long; each thread sweeps at least once.</param>
    /// <returns>What was added and what was lost.</returns>
    public static LostAdditionCount Measure(SharingDiscipline discipline, ParameterLayout layout, int threads, double seconds)
    {
        long ticks = (long)(seconds * Stopwatch.Frequency);
        return Race(discipline, layout, threads, (sweep, started) => sweep > 0 && Stopwatch.GetTimestamp() - started >= ticks);
    }

    /// <summary>Races threads for a number of sweeps each.</summary>
    /// <param name="discipline">How threads load and store.</param>
    /// <param name="layout">How many numbers: the run's θ.</param>
    /// <param name="threads">Threads that add.</param>
    /// <param name="sweeps">Sweeps of each thread.</param>
    /// <returns>What was added and what was lost.</returns>
    public static LostAdditionCount Count(SharingDiscipline discipline, ParameterLayout layout, int threads, int sweeps) =>
        Race(discipline, layout, threads, (sweep, _) => sweep == sweeps);

    private static LostAdditionCount Race(SharingDiscipline discipline, ParameterLayout layout, int threads, Func<int, long, bool> isOver)
    {
        ArgumentNullException.ThrowIfNull(discipline);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var shared = new SharedParameters(layout, discipline);
        using var together = new Barrier(threads);
        var adders = new Thread[threads];
        for (int i = 0; i < threads; i++)
            adders[i] = new Thread(() => Add(shared, together, LargestSum / threads, isOver)) { Name = $"adder {i}", IsBackground = true };
        foreach (Thread adder in adders) adder.Start();
        foreach (Thread adder in adders) adder.Join();

        var theta = new float[shared.Length];
        shared.ReadForCheckpoint(theta, new float[shared.Length]);
        long found = 0;
        foreach (float sum in theta) found += (long)sum;
        long added = shared.Updates * shared.Length;
        return new LostAdditionCount(discipline.Name, threads, shared.Length, shared.Updates, added, added - found);
    }

    private static void Add(SharedParameters shared, Barrier together, long mostSweeps, Func<int, long, bool> isOver)
    {
        var gradient = new float[shared.Length];
        Array.Fill(gradient, -1);

        // With η = 1 and α = 0 momentum subtracts the gradient itself, −1.
        var rule = new MomentumRule(learningRate: 1, decay: 0);
        together.SignalAndWait();
        long started = Stopwatch.GetTimestamp();
        for (int sweep = 0; sweep < mostSweeps && !isOver(sweep, started); sweep++) shared.Apply(rule, gradient);
    }
}

/// <summary>What racing threads added and lost.</summary>
/// <param name="Discipline">Name of the discipline.</param>
/// <param name="Threads">Threads that raced.</param>
/// <param name="Length">Numbers that each added 1 to.</param>
/// <param name="Sweeps">Sweeps of all threads.</param>
/// <param name="Additions">Additions of all threads.</param>
/// <param name="Lost">How many of them are missing from the sum.</param>
public sealed record LostAdditionCount(string Discipline, int Threads, int Length, long Sweeps, long Additions, long Lost)
{
    /// <summary>The share of additions that was lost.</summary>
    public double Rate => (double)Lost / Additions;
}
