using System.Numerics.Tensors;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Numerics.Kernels;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// One update of θ by the sum of the members' gradients. Each member works on its own slice of θ, in two parts between which all members
/// meet: the norm of the sum is known only when every slice is summed.
/// </summary>
/// <remarks>
/// A slice is summed over the members in the order of their numbers. Therefore the bits of the result depend on the number of members, and
/// on nothing else.
/// </remarks>
/// <param name="shared">θ.</param>
/// <param name="statistics">The optimizer's statistics, one object for all members.</param>
/// <param name="members">Number of members.</param>
internal sealed class SynchronousUpdate(SharedParameters shared, OptimizerStatistics statistics, int members)
{
    private const int FloatsPerCacheLine = 16;

    /// <summary>Doubles in 128 bytes, so that members do not write to one cache line.</summary>
    private const int Padding = 16;

    private readonly LocalModel[] _models = new LocalModel[members];
    private readonly double[] _squares = new double[(members + 1) * Padding];
    private long _number;

    /// <summary>Sets a member's model, whose gradient is summed. Called before the threads start.</summary>
    internal void Join(int member, LocalModel model) => _models[member] = model;

    /// <summary>Sums a member's slice over all gradients and measures it. All members have finished their gradients.</summary>
    /// <param name="member">The member.</param>
    /// <param name="scale">The factor of the sum.</param>
    internal void Sum(int member, double scale)
    {
        if (member == 0) _number = statistics.CountUpdate();
        (int start, int length) = SliceOf(member);
        Span<float> sum = _models[0].Gradient.Stored.Slice(start, length);
        for (int other = 1; other < members; other++)
            TensorPrimitives.Add(sum, _models[other].Gradient.Stored.Slice(start, length), sum);
        if (scale != 1) BlockKernels.Scale(sum, (float)scale);
        _squares[(member + 1) * Padding] = shared.Sharing.Kernels.SumOfSquares(sum);
    }

    /// <summary>Updates a member's slice of θ. All members have finished <see cref="Sum"/>.</summary>
    /// <param name="member">The member.</param>
    /// <param name="learningRate">η at this update.</param>
    /// <returns>The L2 norm of the summed and scaled gradient before it was shortened.</returns>
    /// <exception cref="NonFiniteGradientException">The gradient is not finite; no member changes θ.</exception>
    internal double Apply(int member, double learningRate)
    {
        double squares = 0;
        for (int other = 0; other < members; other++) squares += _squares[(other + 1) * Padding];
        double norm = GradientClipper.Measure(squares, statistics.Optimizer.LargestNorm, out float scale);
        (int start, int length) = SliceOf(member);
        statistics.Optimizer.Apply(new ParameterUpdate
        {
            Shared = shared,
            Gradient = _models[0].Gradient,
            Statistics = statistics.Spans,
            LearningRate = learningRate,
            Number = _number,
            Scale = scale,
            Slice = (start, length),
        });
        if (member == 0) shared.CountUpdate();
        return norm;
    }

    /// <summary>The part of θ that a member sums and updates. θ has whole cache lines.</summary>
    private (int Start, int Length) SliceOf(int member)
    {
        var lines = MemberShare.Of(shared.Length / FloatsPerCacheLine, member, members);
        return (lines.Start * FloatsPerCacheLine, lines.Length * FloatsPerCacheLine);
    }
}
