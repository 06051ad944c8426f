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
    private readonly MemberPlace _place;
    private readonly RankGradients? _ranks;
    private readonly LocalModel[] _models;
    private readonly double[] _squares;
    private readonly (int Start, int Length)[][][] _summed;
    private readonly (int Start, int Length)[][][] _applied;
    private readonly int _parts;
    private long _number;

    /// <summary>Prepares the update.</summary>
    /// <param name="shared">θ.</param>
    /// <param name="statistics">The optimizer's statistics, one object for all members.</param>
    /// <param name="place">The members of this process among all members.</param>
    /// <param name="parts">The parts of the network that are updated apart; together they have every parameter once.</param>
    /// <param name="link">Connects the members with those of other processes; null without others.</param>
    internal SynchronousUpdate(
        SharedParameters shared, OptimizerStatistics statistics, MemberPlace place, ImmutableArray<NetworkPart> parts, IMemberLink? link)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts.Length, Padding);
        (_shared, _statistics, _place, _parts) = (shared, statistics, place, parts.Length);
        _models = new LocalModel[place.Count];
        _squares = new double[(place.All + 1) * Padding];
        if (link is not null) _ranks = new RankGradients(link, place, Lines, FloatsPerCacheLine, parts.Length);
        (_summed, _applied) = (new (int, int)[place.Count][][], new (int, int)[place.Count][][]);
        for (int i = 0; i < place.Count; i++)
        {
            (int Start, int Length) summed = SliceOf(place.First + i), applied = AppliedBy(place.First + i);
            _summed[i] = Array.ConvertAll([.. parts], part => Cut(part, summed));
            _applied[i] = Array.ConvertAll([.. parts], part => Cut(part, applied));
        }
    }

    /// <summary>The gradients of all ranks; null without other ranks.</summary>
    internal RankGradients? Ranks => _ranks;

    private int Lines => _shared.Length / FloatsPerCacheLine;

    /// <summary>Sets a member's model, whose gradient is summed. Called before the threads start.</summary>
    internal void Join(int member, LocalModel model) => _models[member - _place.First] = model;

    /// <summary>Brings a member's gradient to the other ranks. The member has finished its gradient.</summary>
    internal void Bring(int member) => _ranks?.Bring(member, _models[member - _place.First].Gradient.Stored);

    /// <summary>Sums a member's slice over all gradients and measures it. All members have finished their gradients.</summary>
    /// <param name="member">The member.</param>
    /// <param name="scale">The factor of the sum.</param>
    internal void Sum(int member, double scale)
    {
        if (member == _place.First) _number = _statistics.CountUpdate();
        (int start, int length) = SliceOf(member);
        Span<float> sum = _ranks is null ? SumHere(start, length) : _ranks.Sum(start, length);
        if (scale != 1) BlockKernels.Scale(sum, (float)scale);
        Span<double> all = SquaresOf(member);
        for (int part = 0; part < _parts; part++)
        {
            double squares = 0;
            foreach ((int first, int count) in _summed[member - _place.First][part])
                squares += _shared.Sharing.Kernels.SumOfSquares(sum.Slice(first - start, count));
            all[part] = squares;
        }

        if (_ranks is not null) all[.._parts].CopyTo(_ranks.SquaresOf(member));
    }

    /// <summary>Takes the squares of the members of other ranks, after the ranks have shared their sums.</summary>
    internal void TakeSquares()
    {
        for (int member = 0; member < _place.All; member++)
        {
            if (!_place.Has(member)) _ranks!.SquaresOf(member).CopyTo(SquaresOf(member));
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
            for (int other = 0; other < _place.All; other++) squares += SquaresOf(other)[part];
            GradientClipper.Measure(squares, _statistics.Optimizer.LargestNorm, out scales[part]);
            all += squares;
        }

        (int start, int length) = AppliedBy(member);
        _ranks?.CopySums(start, _models[0].Gradient.Stored.Slice(start, length));
        for (int part = 0; part < _parts; part++)
        {
            foreach ((int Start, int Length) range in _applied[member - _place.First][part])
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

        if (member == _place.First) _shared.CountUpdate();
        return Math.Sqrt(all);
    }

    /// <summary>The part of θ that a member sums. θ has whole cache lines.</summary>
    internal (int Start, int Length) SliceOf(int member) => SliceOf(member, _place.All);

    /// <summary>The part of θ that a member updates. Every rank has all of θ, and its members update all of it.</summary>
    internal (int Start, int Length) AppliedBy(int member) => SliceOf(member - _place.First, _place.Count);

    private (int Start, int Length) SliceOf(int member, int members)
    {
        var lines = MemberShare.Of(Lines, member, members);
        return (lines.Start * FloatsPerCacheLine, lines.Length * FloatsPerCacheLine);
    }

    private Span<float> SumHere(int start, int length)
    {
        Span<float> sum = _models[0].Gradient.Stored.Slice(start, length);
        for (int other = 1; other < _models.Length; other++)
            TensorPrimitives.Add(sum, _models[other].Gradient.Stored.Slice(start, length), sum);
        return sum;
    }

    private Span<double> SquaresOf(int member) => _squares.AsSpan((member + 1) * Padding, Padding);

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
