using System.Collections.Immutable;
using System.Numerics.Tensors;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// One update of θ by the sum of the members' gradients. Each member works on its own slice of θ, in two parts between which all members
/// meet: the norm of the sum is known only when every slice is summed.
/// </summary>
/// <remarks>
/// A slice is summed over the members in the order of their numbers. Therefore the bits of the result depend on the number of members, and
/// on nothing else. An algorithm may update parts of its network apart, for example a policy and a value that share nothing. Then each part
/// has its own learning rate, and its gradient is shortened by its own norm.
/// </remarks>
internal sealed class SynchronousUpdate
{
    private const int FloatsPerCacheLine = 16;

    /// <summary>Doubles in 128 bytes, so that members do not write to one cache line.</summary>
    private const int Padding = 16;

    private readonly SharedParameters _shared;
    private readonly OptimizerStatistics _statistics;
    private readonly LocalModel[] _models;
    private readonly double[] _squares;
    private readonly (int Start, int Length)[][][] _ranges;
    private readonly int _parts;
    private long _number;

    /// <summary>Prepares the update.</summary>
    /// <param name="shared">θ.</param>
    /// <param name="statistics">The optimizer's statistics, one object for all members.</param>
    /// <param name="members">Number of members.</param>
    /// <param name="parts">The parts of the network that are updated apart; together they have every parameter once.</param>
    internal SynchronousUpdate(
        SharedParameters shared, OptimizerStatistics statistics, int members, ImmutableArray<NetworkPart> parts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts.Length, Padding);
        (_shared, _statistics, _models, _parts) = (shared, statistics, new LocalModel[members], parts.Length);
        _squares = new double[(members + 1) * Padding];
        _ranges = new (int, int)[members][][];
        for (int member = 0; member < members; member++)
        {
            (int Start, int Length) slice = SliceOf(member);
            _ranges[member] = Array.ConvertAll([.. parts], part => Cut(part, slice));
        }
    }

    /// <summary>Sets a member's model, whose gradient is summed. Called before the threads start.</summary>
    internal void Join(int member, LocalModel model) => _models[member] = model;

    /// <summary>Sums a member's slice over all gradients and measures it. All members have finished their gradients.</summary>
    /// <param name="member">The member.</param>
    /// <param name="scale">The factor of the sum.</param>
    internal void Sum(int member, double scale)
    {
        if (member == 0) _number = _statistics.CountUpdate();
        (int start, int length) = SliceOf(member);
        Span<float> stored = _models[0].Gradient.Stored, sum = stored.Slice(start, length);
        for (int other = 1; other < _models.Length; other++)
            TensorPrimitives.Add(sum, _models[other].Gradient.Stored.Slice(start, length), sum);
        if (scale != 1) BlockKernels.Scale(sum, (float)scale);
        for (int part = 0; part < _parts; part++)
        {
            double squares = 0;
            foreach ((int first, int count) in _ranges[member][part])
                squares += _shared.Sharing.Kernels.SumOfSquares(stored.Slice(first, count));
            _squares[((member + 1) * Padding) + part] = squares;
        }
    }

    /// <summary>Updates a member's slice of θ. All members have finished <see cref="Sum"/>.</summary>
    /// <param name="member">The member.</param>
    /// <param name="learner">Determines η of each part.</param>
    /// <returns>The L2 norm of the summed and scaled gradient before it was shortened.</returns>
    /// <exception cref="NonFiniteGradientException">The gradient is not finite; no member changes θ.</exception>
    internal double Apply(int member, ISynchronousLearner learner)
    {
        Span<float> scales = stackalloc float[_parts];
        double all = 0;
        for (int part = 0; part < _parts; part++)
        {
            double squares = 0;
            for (int other = 0; other < _models.Length; other++) squares += _squares[((other + 1) * Padding) + part];
            GradientClipper.Measure(squares, _statistics.Optimizer.LargestNorm, out scales[part]);
            all += squares;
        }

        for (int part = 0; part < _parts; part++)
        {
            foreach ((int Start, int Length) range in _ranges[member][part])
            {
                _statistics.Optimizer.Apply(new ParameterUpdate
                {
                    Shared = _shared,
                    Gradient = _models[0].Gradient,
                    Statistics = _statistics.Spans,
                    LearningRate = learner.LearningRateOf(part),
                    Number = _number,
                    Scale = scales[part],
                    Slice = range,
                });
            }
        }

        if (member == 0) _shared.CountUpdate();
        return Math.Sqrt(all);
    }

    /// <summary>The part of θ that a member sums and updates. θ has whole cache lines.</summary>
    internal (int Start, int Length) SliceOf(int member)
    {
        var lines = MemberShare.Of(_shared.Length / FloatsPerCacheLine, member, _models.Length);
        return (lines.Start * FloatsPerCacheLine, lines.Length * FloatsPerCacheLine);
    }

    /// <summary>The parameters of a part of the network that are in a slice of θ.</summary>
    private static (int Start, int Length)[] Cut(NetworkPart part, (int Start, int Length) slice)
    {
        var ranges = new List<(int, int)>();
        foreach ((int start, int length) in part.Parameters())
        {
            int first = Math.Max(start, slice.Start), end = Math.Min(start + length, slice.Start + slice.Length);
            if (first < end) ranges.Add((first, end - first));
        }

        return [.. ranges];
    }
}
