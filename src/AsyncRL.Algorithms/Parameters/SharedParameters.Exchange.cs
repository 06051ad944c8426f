using System.Numerics.Tensors;

namespace AsyncRL.Algorithms.Parameters;

/// <content>The two sweeps by which several processes exchange what θ moved.</content>
public sealed partial class SharedParameters
{
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
