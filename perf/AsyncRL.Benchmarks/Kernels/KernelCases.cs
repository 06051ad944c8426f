using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Profiling;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>The measured work, over a vector chosen at run time.</summary>
internal sealed class KernelCases
{
    /// <summary>Only multiply-adds from registers to registers.</summary>
    internal required MultiplyAddPeak Peak { get; init; }

    internal required LayerCase Conv1 { get; init; }

    internal required LayerCase Conv2 { get; init; }

    internal required LayerCase Dense { get; init; }

    /// <summary>The dense layer behind a rectifier: half of the inputs are 0 in every row.</summary>
    internal required LayerCase SparseDense { get; init; }

    internal required LayerCase Lstm { get; init; }

    internal static KernelCases Over(VectorWidth width, int rows, bool halfZeros = false) =>
        VectorChoice.Invoke(width, new Make(rows, halfZeros));

    private sealed record Make(int Rows, bool HalfZeros) : IVectorOperation<KernelCases>
    {
        public KernelCases Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            var conv1 = new Conv2D(new Shape(84, 84, 4), 16, 8, 4);
            var conv2 = new Conv2D(conv1.Output, 32, 4, 2);
            return new KernelCases
            {
                Peak = MultiplyAddPeak.For(TVector.Kind),
                Conv1 = new LayerCase<TVector>(conv1, Rows, HalfZeros),
                Conv2 = new LayerCase<TVector>(conv2, Rows, HalfZeros),
                Dense = new LayerCase<TVector>(new Dense(conv2.Output, 256), Rows, HalfZeros),
                SparseDense = new LayerCase<TVector>(new Dense(conv2.Output, 256), Rows, halfZeros: true),
                Lstm = new LayerCase<TVector>(new Lstm(Shape.Vector(256), 256), Rows),
            };
        }
    }
}
