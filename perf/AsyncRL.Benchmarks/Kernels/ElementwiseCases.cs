using AsyncRL.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>Functions of spans, over a lane chosen at run time.</summary>
internal abstract class ElementwiseCases
{
    internal static ElementwiseCases Over(LaneWidth lane) => LaneChoice.Invoke(lane, new Make());

    internal abstract void Exp(ReadOnlySpan<float> source, Span<float> destination);

    internal abstract void Tanh(ReadOnlySpan<float> source, Span<float> destination);

    internal abstract void Sigmoid(ReadOnlySpan<float> source, Span<float> destination);

    internal abstract void PositivePart(ReadOnlySpan<float> source, Span<float> destination);

    private sealed class Make : ILaneOperation<ElementwiseCases>
    {
        public ElementwiseCases Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float> => new OverLane<TLane>();
    }

    private sealed class OverLane<TLane> : ElementwiseCases
        where TLane : unmanaged, ILane<TLane, float>
    {
        internal override void Exp(ReadOnlySpan<float> source, Span<float> destination) =>
            VectorMath.Exp<TLane, float>(source, destination);

        internal override void Tanh(ReadOnlySpan<float> source, Span<float> destination) =>
            VectorMath.Tanh<TLane, float>(source, destination);

        internal override void Sigmoid(ReadOnlySpan<float> source, Span<float> destination) =>
            VectorMath.Sigmoid<TLane, float>(source, destination);

        internal override void PositivePart(ReadOnlySpan<float> source, Span<float> destination) =>
            Elementwise.PositivePart<TLane, float>(source, destination);
    }
}
