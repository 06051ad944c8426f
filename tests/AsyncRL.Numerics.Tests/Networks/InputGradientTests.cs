using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;
using AsyncRL.TestSources;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>
/// The derivative of a network's outputs with respect to its inputs, the observation and further numbers that join a branch: by central
/// differences in double, at every vector width, and without the gradient of the parameters.
/// </summary>
public class InputGradientTests
{
    private const int Rows = 3;

    [Fact]
    public void The_derivative_by_the_inputs_agrees_with_central_differences()
    {
        var options = new GradientCheckOptions { Step = 1e-5, LargestRedrawnShare = GradientReports.LargestShareAtOnePoint };
        var reports = new GradientReports();
        PropertyCheck.ForAll("inputs", 60, draw =>
        {
            var generator = new RandomGenerator(draw.Seed);
            reports.Add(GradientChecker.Check(new InputProblem(DrawStructure(generator), generator), generator, options));
        });
        reports.AssertFewKinks();
    }

    [Fact]
    public void It_is_the_same_with_and_without_the_gradient_of_the_parameters() => PropertyCheck.ForAll("alone", 60, draw =>
    {
        NetworkStructure structure = DrawStructure(new RandomGenerator(draw.Seed));
        (float[] together, float[] joined) = Gradients(structure, VectorChoice.Widest, draw.Seed, withParameters: true);
        (float[] alone, float[] joinedAlone) = Gradients(structure, VectorChoice.Widest, draw.Seed, withParameters: false);
        Bits.AssertSame<float>(together, alone, "the gradient of the observation");
        Bits.AssertSame<float>(joined, joinedAlone, "the gradient of the joined numbers");
    });

    [Theory]
    [MemberData(nameof(SampledTypes.WideVectors), MemberType = typeof(SampledTypes))]
    public void A_vector_agrees_with_the_scalar_vector(VectorWidth width) => PropertyCheck.ForAll($"{width}", 60, draw =>
    {
        NetworkStructure structure = DrawStructure(new RandomGenerator(draw.Seed));
        (float[] vector, float[] joined) = Gradients(structure, width, draw.Seed, withParameters: false);
        (float[] scalar, float[] joinedScalar) = Gradients(structure, VectorWidth.Scalar, draw.Seed, withParameters: false);
        for (int i = 0; i < scalar.Length; i++) Assert.Equal(scalar[i], vector[i], 1e-4f);
        for (int i = 0; i < joined.Length; i++) Assert.Equal(joinedScalar[i], joined[i], 1e-4f);
    });

    /// <summary>Pixels that pass through convolutions in blocks of rows.</summary>
    [Fact]
    public void Rows_of_pixels_have_the_derivatives_of_rows_of_numbers()
    {
        const int ManyRows = 11;
        NetworkStructure structure = SmallNetwork.Make();
        Network<float> network = NetworkFactory.Single(structure, VectorChoice.Widest);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, new RandomGenerator(1));
        float[] expected = Differentiate(ofPixels: false), actual = Differentiate(ofPixels: true);
        Bits.AssertSame<float>(expected, actual, "the gradient of the observation");
        Assert.Contains(expected, number => number != 0);

        float[] Differentiate(bool ofPixels)
        {
            var generator = new RandomGenerator(2);
            var activations = new Activations<float>(structure, ManyRows, ofPixels: ofPixels);
            Assert.Equal(ofPixels, activations.Blocks is not null);
            var pixels = new byte[structure.Input.Size];
            for (int row = 0; row < ManyRows; row++)
            {
                foreach (ref byte pixel in pixels.AsSpan()) pixel = (byte)generator.NextInteger(256);
                activations.WritePixels(row, pixels);
                for (int head = 0; head < structure.Heads.Length; head++) Numbers.Draw(generator, activations.OutputGradient(head, row));
            }

            network.Forward(parameters.Span, activations, 0, ManyRows);
            var gradient = new float[ManyRows * structure.Input.Size];
            network.Backward(parameters.Span, activations, structure.Whole, ManyRows, default, gradient);
            return gradient;
        }
    }

    /// <summary>A network whose first layer is dense or a convolution, and whose second head has further inputs.</summary>
    internal static NetworkStructure DrawStructure(RandomGenerator generator)
    {
        bool isImage = generator.NextInteger(2) == 0;
        LayerDescription[] first = isImage
            ? [new Convolution(1 + generator.NextInteger(4), 2, 1 + generator.NextInteger(2)), new Rectifier()]
            : [new FullyConnected(1 + generator.NextInteger(8)), new Rectifier()];
        LayerDescription[] second =
            generator.NextInteger(2) == 0 ? [] : [new FullyConnected(1 + generator.NextInteger(20)), new Rectifier()];
        LayerDescription[] third = generator.NextInteger(2) == 0 ? [] : [new FullyConnected(3)];
        Shape input = isImage ? new Shape(4, 5, 2) : Shape.Vector(1 + generator.NextInteger(6));
        var branchPoint = (BranchPoint)generator.NextInteger(3);
        return new NetworkStructure(
            new NetworkDescription("test", "tests", [.. first, .. second, .. third]),
            input,
            new HeadDescription("action", 2) { Branch = "actor", BranchPoint = branchPoint },
            new HeadDescription("value", 1) { Branch = "critic", BranchPoint = branchPoint, Joined = 1 + generator.NextInteger(3) });
    }

    private static (float[] Observation, float[] Joined) Gradients(
        NetworkStructure structure, VectorWidth width, ulong seed, bool withParameters)
    {
        var generator = new RandomGenerator(seed);
        Network<float> network = NetworkFactory.Single(structure, width);
        AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(structure, generator);
        Activations<float> activations = SmallNetwork.MakeActivations<float>(structure, Rows, generator);
        for (int row = 0; row < Rows; row++) Numbers.Draw(generator, activations.Joined(1, row));
        network.Forward(parameters.Span, activations, 0, Rows);
        var gradient = new float[Rows * structure.Input.Size];
        float[] parameterGradient = withParameters ? new float[structure.Layout.BlockLength] : [];
        network.Backward(parameters.Span, activations, structure.Whole, Rows, parameterGradient, gradient);
        var joined = new List<float>();
        for (int row = 0; row < Rows; row++) joined.AddRange(activations.JoinedGradient(1, row).ToArray());
        return (gradient, [.. joined]);
    }

    /// <summary>L = Σ (c + ½ y) y over the outputs of both heads, as a function of the observations and the joined numbers.</summary>
    private sealed class InputProblem : IDifferentiable
    {
        private readonly NetworkStructure _structure;
        private readonly Network<double> _network;
        private readonly Activations<double> _activations;
        private readonly AlignedBlock<double> _parameters;
        private readonly double[] _variables;
        private readonly double[] _coefficients;
        private readonly int _joined;

        internal InputProblem(NetworkStructure structure, RandomGenerator generator)
        {
            (_structure, _network, _joined) = (structure, NetworkFactory.Double(structure), structure.Heads[1].Joined);
            _parameters = SmallNetwork.MakeParameters<double>(structure, generator);
            _activations = new Activations<double>(structure, Rows);
            _variables = new double[Rows * (structure.Input.Size + _joined)];
            _coefficients = new double[Rows * (structure.Heads[0].Outputs + structure.Heads[1].Outputs)];
            Groups =
            [
                new VariableGroup("observation", 0, Rows * structure.Input.Size),
                new VariableGroup("joined", Rows * structure.Input.Size, Rows * _joined),
            ];
        }

        public string Name => $"inputs of {_structure.Description}";

        public ImmutableArray<VariableGroup> Groups { get; }

        public Span<double> Variables => _variables;

        public void Draw(RandomGenerator generator)
        {
            Numbers.Draw<double>(generator, _variables);
            Numbers.Draw<double>(generator, _coefficients);
        }

        public double Evaluate(out ulong kinkPattern)
        {
            double sum = 0;
            int index = 0, size = _structure.Input.Size;
            for (int row = 0; row < Rows; row++)
            {
                _variables.AsSpan(row * size, size).CopyTo(_activations.Input(row));
                _variables.AsSpan((Rows * size) + (row * _joined), _joined).CopyTo(_activations.Joined(1, row));
            }

            _network.Forward(_parameters.Span, _activations, 0, Rows);
            for (int row = 0; row < Rows; row++)
            {
                for (int head = 0; head < 2; head++)
                {
                    Span<double> outputs = _activations.Output(head, row);
                    for (int i = 0; i < outputs.Length; i++, index++)
                    {
                        sum += (_coefficients[index] + (0.5 * outputs[i])) * outputs[i];
                        _activations.OutputGradient(head, row)[i] = _coefficients[index] + outputs[i];
                    }
                }
            }

            kinkPattern = NetworkKinks.Pattern(_activations, Rows);
            return sum;
        }

        public void Differentiate(Span<double> gradient)
        {
            Evaluate(out _);
            int inputs = Rows * _structure.Input.Size;
            _network.Backward(_parameters.Span, _activations, _structure.Whole, Rows, default, gradient[..inputs]);
            for (int row = 0; row < Rows; row++)
                _activations.JoinedGradient(1, row).CopyTo(gradient.Slice(inputs + (row * _joined), _joined));
        }
    }
}
