using AsyncRL.Numerics;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>Functions of spans, over a vector chosen at run time.</summary>
internal abstract class ElementwiseCases
{
    internal static ElementwiseCases Over(VectorWidth width) => VectorChoice.Invoke(width, new Make());

    internal abstract void Exp(ReadOnlySpan<float> source, Span<float> destination);

    internal abstract void Tanh(ReadOnlySpan<float> source, Span<float> destination);

    internal abstract void Sigmoid(ReadOnlySpan<float> source, Span<float> destination);

    internal abstract void PositivePart(ReadOnlySpan<float> source, Span<float> destination);

    private sealed class Make : IVectorOperation<ElementwiseCases>
    {
        public ElementwiseCases Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => new OverVector<TVector>();
    }

    private sealed class OverVector<TVector> : ElementwiseCases
        where TVector : unmanaged, IVector<TVector, float>
    {
        internal override void Exp(ReadOnlySpan<float> source, Span<float> destination) =>
            VectorMath.Exp<TVector, float>(source, destination);

        internal override void Tanh(ReadOnlySpan<float> source, Span<float> destination) =>
            VectorMath.Tanh<TVector, float>(source, destination);

        internal override void Sigmoid(ReadOnlySpan<float> source, Span<float> destination) =>
            VectorMath.Sigmoid<TVector, float>(source, destination);

        internal override void PositivePart(ReadOnlySpan<float> source, Span<float> destination) =>
            Elementwise.PositivePart<TVector, float>(source, destination);
    }
}
