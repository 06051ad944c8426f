using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <content>
/// The blocks beside θ that algorithms request, the sections of a checkpoint, and the sweeps by which several processes exchange what θ
/// moved.
/// </content>
public sealed partial class SharedParameters
{
    /// <summary>The name of θ among the sections of a checkpoint.</summary>
    internal const string ThetaSection = "theta";

    /// <summary>θ, each target and each average by its name. A checkpoint holds them while all actor-learners are parked.</summary>
    internal IEnumerable<Section> Sections
    {
        get
        {
            yield return new Section(ThetaSection, state => state.Floats(_theta.Span, "parameters θ"));
            foreach ((string name, TargetParameters target) in _targets)
                yield return new Section(SectionOfTarget(name), target.Transfer);
            foreach ((string name, AverageParameters average) in _averages)
                yield return new Section($"average parameters {name}", average.Transfer);
        }
    }

    /// <inheritdoc/>
    public TargetParameters Target(string name)
    {
        if (_targets.TryGetValue(name, out TargetParameters? target)) return target;
        _targets.Add(name, target = new TargetParameters(_theta, Sharing));
        target.Install();
        return target;
    }

    /// <summary>A running average of θ, which begins with θ.</summary>
    /// <param name="name">Its name. Equal names give the same average. The first call makes it, before the threads start.</param>
    /// <returns>The average.</returns>
    internal AverageParameters Average(string name)
    {
        if (_averages.TryGetValue(name, out AverageParameters? average)) return average;
        _averages.Add(name, average = new AverageParameters(_theta, Sharing));
        return average;
    }

    /// <summary>
    /// Sets θ and the counters, and all targets and averages to θ, while no actor-learner runs: at the start or the resumption of a run.
    /// </summary>
    /// <param name="theta">θ.</param>
    /// <param name="agentSteps">T.</param>
    /// <param name="updates">The update count.</param>
    /// <exception cref="ArgumentException">The block has another length.</exception>
    public void Restore(ReadOnlySpan<float> theta, long agentSteps, long updates)
    {
        CheckLength(theta.Length);
        theta.CopyTo(_theta.Span);
        RestoreCounters(agentSteps, updates);
        foreach (TargetParameters target in _targets.Values) target.Install();
        foreach (AverageParameters average in _averages.Values) average.Install();
    }

    /// <summary>Sets the counters while no actor-learner runs.</summary>
    internal void RestoreCounters(long agentSteps, long updates) => (_agentSteps.Value, _updates.Value) = (agentSteps, updates);

    /// <summary>The name of a target among the sections of a checkpoint.</summary>
    internal static string SectionOfTarget(string name) => $"target parameters {name}";

    /// <summary>Computes what θ moved since other parameters, while threads update θ.</summary>
    /// <param name="since">Earlier parameters, as long as θ.</param>
    /// <param name="movement">Receives θ − <paramref name="since"/>, in a block of the same length.</param>
    internal void TakeMovement(ReadOnlySpan<float> since, Span<float> movement)
    {
        Snapshot(movement);
        TensorPrimitives.Subtract(movement, since, movement);
    }

    /// <summary>
    /// θ ← θ − amount, while threads update θ. As between threads, an addition may be lost, except if sharing is interlocked.
    /// </summary>
    /// <param name="amount">The amount, of a part of θ or of all of it.</param>
    /// <param name="start">Index of the first number of that part.</param>
    internal void Subtract(ReadOnlySpan<float> amount, int start) =>
        Sharing.Apply(new Subtraction(), _theta.Span.Slice(start, amount.Length), default, amount);

    /// <summary>Replaces θ, and nothing else, while no actor-learner runs.</summary>
    /// <param name="theta">As long as θ.</param>
    internal void ReplaceTheta(ReadOnlySpan<float> theta)
    {
        CheckLength(theta.Length);
        theta.CopyTo(_theta.Span);
    }

    /// <summary>Replaces shared statistics of an optimizer while threads update them.</summary>
    /// <param name="statistic">The statistic, as long as θ.</param>
    /// <param name="replacement">The new numbers, of the same length.</param>
    internal void Replace(Span<float> statistic, ReadOnlySpan<float> replacement) => Sharing.Read(replacement, statistic);
}

/// <summary>The rule that subtracts a number as it is, by the loads and stores of the sharing mode: θ ← θ − Δ.</summary>
internal readonly struct Subtraction : IUpdateRule
{
    public static int Statistics => 0;

    public static bool KeepsThetaWithoutGradient => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextFirst<TVector>(TVector first, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector NextSecond<TVector>(TVector second, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
        where TVector : unmanaged, IVector<TVector, float> => gradient;
}
