using System.Collections.Immutable;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>
/// Compares a whole network's gradients with respect to its parameters and to its observations with central differences, over several
/// sequences with starts of episodes.
/// </summary>
public class NetworkGradientTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in new[] { "shared", "bare", "memory", "apart", "dueling" })
            {
                foreach (int sequences in new[] { 1, 3 }) data.Add(name, sequences);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradients_agree_with_central_differences(string name, int sequences)
    {
        var problem = new NetworkProblem(Structure(name), 4, sequences);
        var options = new GradientCheckOptions { VariablesPerGroup = 200 };
        for (ulong seed = 1; seed <= 5; seed++)
        {
            GradientReport report = GradientChecker.Check(problem, new RandomGenerator(seed), options);
            Assert.True(report.Passed, report.ToString());
        }
    }

    [Fact]
    public void An_input_gradient_of_another_length_gets_a_sentence()
    {
        NetworkStructure structure = SmallNetwork.Make();
        var activations = new Activations<double>(structure, 2, 3);
        var block = new double[structure.Layout.BlockLength];
        Assert.Equal(
            $"network: input gradient has 5 numbers; expected {6 * structure.Input.Size}.",
            Assert.Throws<ArgumentException>(
                () => NetworkFactory.Double(structure).Backward(block, activations, 2, block.AsSpan(), new double[5])).Message);
    }

    /// <summary>A trunk that all heads share, none, one with memory, and branches that read the observation or the last layer.</summary>
    private static NetworkStructure Structure(string name) => name switch
    {
        "shared" => SmallNetwork.Make(),
        "bare" => SmallNetwork.MakeWithoutTrunk(),
        "memory" => Build(
            [new FullyConnected(5), new LongShortTermMemory(4), new Rectifier(), new LongShortTermMemory(3)], BranchPoint.Heads),
        "apart" => Build([new Convolution(3, 2, 1), new Rectifier(), new LongShortTermMemory(4)], BranchPoint.Observation),
        _ => Build([new Convolution(3, 2, 1), new Rectifier(), new FullyConnected(6), new LayerNormalization()], BranchPoint.LastLayer),
    };

    private static NetworkStructure Build(ImmutableArray<LayerDescription> trunk, BranchPoint point) => new(
        new NetworkDescription("checked", "tests", trunk),
        new Shape(3, 4, 2),
        new HeadDescription("policy", 3) { Branch = "policy", BranchPoint = point },
        new HeadDescription("value", 1) { Branch = "value", BranchPoint = point });

    /// <summary>L = Σ (c y + ½ y²) over the outputs of all heads.</summary>
    private sealed class NetworkProblem : IDifferentiable
    {
        private readonly NetworkStructure _structure;
        private readonly Network<double> _network;
        private readonly Activations<double> _batch;
        private readonly double[] _variables;
        private readonly double[][] _coefficients;
        private readonly double[][] _states;

        internal NetworkProblem(NetworkStructure structure, int steps, int sequences)
        {
            _structure = structure;
            _network = NetworkFactory.Double(structure);
            _batch = new Activations<double>(structure, steps, sequences);
            _coefficients = Array.ConvertAll([.. structure.Heads], head => new double[_batch.Rows * head.Outputs]);
            _states = Array.ConvertAll([.. structure.Nodes], node => new double[sequences * node.Layer.StateLength]);
            _variables = new double[structure.Layout.BlockLength + (_batch.Rows * structure.Input.Size)];
            var groups = ImmutableArray.CreateBuilder<VariableGroup>();
            foreach (ParameterSlice slice in structure.Layout.Slices)
                groups.Add(new VariableGroup(slice.Name, slice.Offset, slice.Shape.Length));
            groups.Add(new VariableGroup("observation", structure.Layout.BlockLength, _batch.Rows * structure.Input.Size));
            Groups = groups.ToImmutable();
        }

        public string Name => $"network {_structure.Input}, {_batch.Steps} steps of {_batch.Sequences} sequences";

        public ImmutableArray<VariableGroup> Groups { get; }

        public Span<double> Variables => _variables;

        private int Parameters => _structure.Layout.BlockLength;

        public void Draw(RandomGenerator generator)
        {
            foreach (VariableGroup group in Groups) Numbers.Draw(generator, _variables.AsSpan(group.Offset, group.Length));
            foreach (ParameterSlice slice in _structure.Layout.Slices)
            {
                foreach (ref double number in slice.Of(Variables[..Parameters])) number /= Math.Sqrt(slice.Shape.FanIn);
            }

            foreach (double[] coefficients in _coefficients) Numbers.Draw(generator, coefficients.AsSpan());
            foreach (double[] state in _states) Numbers.Draw(generator, state.AsSpan());
            foreach (ref bool start in _batch.Starts) start = generator.NextInteger(4) == 0;
        }

        public double Evaluate(out ulong kinkPattern)
        {
            Forward();
            kinkPattern = NetworkKinks.Pattern(_batch, _batch.Rows);
            double sum = 0;
            for (int head = 0; head < _coefficients.Length; head++)
            {
                ReadOnlySpan<double> outputs = _batch.HeadRows(head, 0, _batch.Rows);
                for (int i = 0; i < outputs.Length; i++) sum += (_coefficients[head][i] + (0.5 * outputs[i])) * outputs[i];
            }

            return sum;
        }

        public void Differentiate(Span<double> gradient)
        {
            Forward();
            for (int head = 0; head < _coefficients.Length; head++)
            {
                ReadOnlySpan<double> outputs = _batch.HeadRows(head, 0, _batch.Rows);
                Span<double> gradients = _batch.HeadGradientRows(head, 0, _batch.Rows);
                for (int i = 0; i < outputs.Length; i++) gradients[i] = _coefficients[head][i] + outputs[i];
            }

            gradient[..Parameters].Clear();
            gradient[Parameters..].Fill(double.NaN);
            _network.Backward(Variables[..Parameters], _batch, _batch.Steps, gradient[..Parameters], gradient[Parameters..]);
        }

        private void Forward()
        {
            int size = _structure.Input.Size;
            for (int row = 0; row < _batch.Rows; row++) Variables.Slice(Parameters + (row * size), size).CopyTo(_batch.Input(row));
            for (int node = 0; node < _states.Length; node++) _states[node].CopyTo(_batch.InitialState(node));
            _network.Forward(Variables[..Parameters], _batch, 0, _batch.Steps);
        }
    }
}
