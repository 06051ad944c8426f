using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>
/// Compares the gradients of convolutions behind whose outputs most gradients are 0 with sums that are written out, bit for bit.
/// </summary>
public sealed class SparseConvolutionTests
{
    private const int Images = 3;

    /// <summary>[kernel, stride, channels, filters, height, width]: patches of one tile and of several, at every vector width.</summary>
    public static TheoryData<int[], VectorWidth> Cases
    {
        get
        {
            var cases = new TheoryData<int[], VectorWidth>();
            int[][] shapes =
            [
                [4, 2, 2, 5, 9, 8], [2, 1, 4, 3, 10, 9], [4, 2, 16, 32, 20, 20], [8, 4, 4, 16, 20, 24], [4, 1, 8, 64, 6, 7],
                [4, 2, 32, 7, 8, 6],
            ];
            foreach (int[] shape in shapes)
            {
                foreach (VectorWidth width in Enum.GetValues<VectorWidth>()) cases.Add(shape, width);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_have_the_bits_of_sums_in_order(int[] shape, VectorWidth width)
    {
        ArgumentNullException.ThrowIfNull(shape);
        foreach (int share in new[] { 0, 1, 8, 18 }) VectorChoice.Invoke(width, new Comparison(shape, share));
    }

    /// <summary>Where few gradients are 0, the passes without masks compute the same sums.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_without_zeros_have_the_bits_of_sums_in_order(int[] shape, VectorWidth width) =>
        VectorChoice.Invoke(width, new Comparison(shape, 32));

    /// <param name="Shape">The layer.</param>
    /// <param name="Share">How many of 32 output gradients are not 0.</param>
    private sealed record Comparison(int[] Shape, int Share) : IVectorOperation<bool>
    {
        public bool Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            var layer = new Conv2D(new Shape(Shape[4], Shape[5], Shape[2]), Shape[3], Shape[0], Shape[1]);
            var generator = new RandomGenerator(7);
            float[] x = Numbers.Draw<float>(generator, Images * layer.Input.Size), dy = new float[Images * layer.Output.Size];
            foreach (ref float number in dy.AsSpan()) number = generator.NextInteger(32) < Share ? generator.NextSingle() - 0.5f : 0;
            float[] parameters = Numbers.Draw<float>(generator, layer.ParameterBlockLength);
            float[] gradient = Numbers.Draw<float>(generator, layer.ParameterBlockLength), expected = (float[])gradient.Clone();
            float[] dx = Numbers.Draw<float>(generator, x.Length), expectedDx = new float[x.Length];
            AddExpected(layer, x, dy, parameters, expected, expectedDx);
            layer.Backward<TVector, float>(new BackwardPass<float>
            {
                Rows = Images,
                Parameters = parameters,
                Input = x,
                Output = new float[dy.Length],
                OutputGradient = dy,
                ParameterGradient = gradient,
                InputGradient = dx,
                Scratch = new float[layer.ScratchLength(Images, 1)],
            });
            int weights = layer.Parameters[0].Length;
            string what = $"{TVector.Kind}, {string.Join(' ', Shape)}, {Share} of 32";
            Bits.AssertSame<float>(expected.AsSpan(0, weights), gradient.AsSpan(0, weights), $"weights, {what}");
            Bits.AssertSame<float>(expectedDx, dx, $"inputs, {what}");
            return true;
        }

        private static void AddExpected(Conv2D layer, float[] x, float[] dy, float[] weights, float[] gradient, float[] dx)
        {
            int channels = layer.Input.Channels, filters = layer.Output.Channels, run = layer.Kernel * channels;
            int patch = layer.Kernel * run, rowStride = layer.Input.Width * channels;
            for (int image = 0; image < Images; image++)
            {
                for (int k = 0; k < patch; k++)
                {
                    for (int filter = 0; filter < filters; filter++)
                    {
                        float sum = 0;
                        for (int pixel = 0; pixel < layer.Output.Height * layer.Output.Width; pixel++)
                        {
                            float factor = dy[(image * layer.Output.Size) + (pixel * filters) + filter];
                            int at = Position(pixel, k);
                            sum = MultiplyAdd(x[at], factor, sum);
                        }

                        gradient[(k * filters) + filter] += sum;
                    }
                }

                for (int pixel = 0; pixel < layer.Output.Height * layer.Output.Width; pixel++)
                {
                    for (int k = 0; k < patch; k++)
                    {
                        int at = Position(pixel, k);
                        for (int filter = 0; filter < filters; filter++)
                        {
                            float factor = dy[(image * layer.Output.Size) + (pixel * filters) + filter];
                            dx[at] = MultiplyAdd(weights[(k * filters) + filter], factor, dx[at]);
                        }
                    }
                }

                int Position(int pixel, int k)
                {
                    (int row, int column) = Math.DivRem(pixel, layer.Output.Width);
                    (int ky, int rest) = Math.DivRem(k, run);
                    int first = layer.Stride * ((row * layer.Input.Width) + column) * channels;
                    return (image * layer.Input.Size) + first + (ky * rowStride) + rest;
                }
            }
        }

        private static float MultiplyAdd(float left, float right, float sum) =>
            VectorChoice.IsFused ? MathF.FusedMultiplyAdd(left, right, sum) : (left * right) + sum;
    }
}
