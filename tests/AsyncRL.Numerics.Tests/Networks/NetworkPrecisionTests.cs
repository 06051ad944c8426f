using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Textbook;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>
/// Compares a network of floats on every vector with the same network of doubles. Every result is a sum of products along the paths through
/// the network. The same network applied to magnitudes gives the sum of the products' magnitudes. Each product is rounded at most once per
/// term of each sum that it passes through. Therefore |float − double| ≤ (number of roundings) · 2⁻²⁴ · (result on magnitudes). This bound
/// grows with the lengths of the reductions.
/// </summary>
public class NetworkPrecisionTests
{
    private const int Tests = 40;

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Float_stays_within_a_bound_of_double_that_grows_with_the_sums(VectorWidth width)
    {
        NetworkStructure structure = SmallNetwork.Make();
        int redrawn = 0;
        PropertyCheck.ForAll($"network, {width}", Tests, draw =>
        {
            Result<float> single = Run(NetworkFactory.Single(structure, width), draw);
            Result<double> precise = Run(NetworkFactory.Double(structure), draw);
            if (!HaveSameMasks(structure, single.Activations, precise.Activations, draw.Rows))
            {
                redrawn++;
                return;
            }

            Result<double> magnitudes = Run(NetworkFactory.Double(structure), draw, Math.Abs);
            for (int head = 0; head < structure.Heads.Length; head++)
            {
                AssertWithin(
                    precise.Activations.HeadRows(head, 0, draw.Rows),
                    single.Activations.HeadRows(head, 0, draw.Rows),
                    magnitudes.Activations.HeadRows(head, 0, draw.Rows),
                    ForwardRoundings(structure),
                    structure.Heads[head].Name);
            }

            int roundings = ForwardRoundings(structure) + BackwardRoundings(structure, draw.Rows);
            AssertWithin(precise.Gradient.Span, single.Gradient.Span, magnitudes.Gradient.Span, roundings, "gradient");
        });
        Assert.True(redrawn <= 0.2 * Tests, $"{redrawn} of {Tests} draws met a rectifier's kink; expected at most a fifth.");
    }

    private static Result<T> Run<T>(Network<T> network, Draw draw, Func<T, T>? map = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NetworkStructure structure = network.Structure;
        AlignedBlock<T> parameters = SmallNetwork.MakeParameters<T>(structure, new RandomGenerator(draw.Seed));
        Activations<T> activations = SmallNetwork.MakeActivations<T>(structure, draw.Rows, new RandomGenerator(draw.Seed + 1));
        if (map is not null)
        {
            Apply(map, parameters.Span);
            Apply(map, activations.InputRows(0, 0, draw.Rows));
            for (int head = 0; head < structure.Heads.Length; head++) Apply(map, activations.HeadGradientRows(head, 0, draw.Rows));
        }

        var gradient = new AlignedBlock<T>(parameters.Length);
        network.Forward(parameters.Span, activations, 0, draw.Rows);
        network.Backward(parameters.Span, activations, draw.Rows, gradient.Span);
        return new Result<T>(activations, gradient);
    }

    private static void Apply<T>(Func<T, T> map, Span<T> numbers)
    {
        foreach (ref T number in numbers) number = map(number);
    }

    private static bool HaveSameMasks(NetworkStructure structure, Activations<float> single, Activations<double> precise, int rows)
    {
        for (int layer = 0; layer < structure.Trunk.Length; layer++)
        {
            if (structure.Trunk[layer] is not Relu) continue;
            Span<float> left = single.InputRows(layer + 1, 0, rows);
            Span<double> right = precise.InputRows(layer + 1, 0, rows);
            for (int i = 0; i < left.Length; i++)
            {
                if (left[i] > 0 != right[i] > 0) return false;
            }
        }

        return true;
    }

    private static int ForwardRoundings(NetworkStructure structure)
    {
        int sum = structure.Nodes[^1].Layer.Input.Size + 2;
        foreach (Layer layer in structure.Trunk) sum += layer.Parameters.IsEmpty ? 0 : layer.Parameters[0].FanIn + 2;
        return sum;
    }

    /// <summary>
    /// The gradient with respect to an input is a sum over the outputs that it reaches. The gradient with respect to a parameter is a sum
    /// over rows and pixels.
    /// </summary>
    private static int BackwardRoundings(NetworkStructure structure, int rows)
    {
        int sum = 0, longest = rows + 2;
        foreach (Layer layer in structure.Trunk)
        {
            if (layer.Parameters.IsEmpty) continue;
            sum += layer.Parameters[0].FanOut + 2;
            longest = Math.Max(longest, (rows * layer.Output.Height * layer.Output.Width) + rows + 2);
        }

        foreach (HeadDescription head in structure.Heads) sum += head.Outputs + 2;
        return sum + longest;
    }

    private static void AssertWithin(
        ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, ReadOnlySpan<double> magnitudes, int roundings, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double bound = roundings * TextbookAssert.SingleUnit * magnitudes[i], error = Math.Abs(expected[i] - actual[i]);
            if (!(error <= bound)) Assert.Fail($"{what}: number {i} is {actual[i]:R}; expected {expected[i]:R} within {bound:E2}.");
        }
    }

    private sealed record Result<T>(Activations<T> Activations, AlignedBlock<T> Gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
