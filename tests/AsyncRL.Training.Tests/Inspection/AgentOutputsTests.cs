using System.Collections.Immutable;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.TestSources;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Inspection;

/// <summary>The derivatives of the value and of a choice by the observation, in double by central differences.</summary>
public class AgentOutputsTests
{
    private static readonly Shape Picture = new(5, 6, 2);

    public static TheoryData<string> Kinds =>
        ["policy", "several", "critic of action values", "q", "separate q", "dueling", "mean", "deterministic", "lstm"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivatives_by_the_observation_agree_with_central_differences(string kind)
    {
        (NetworkStructure structure, ActionSpecification actions) = Make(kind);
        var options = new GradientCheckOptions { Step = 1e-5, LargestRedrawnShare = GradientReports.LargestShareAtOnePoint };
        var reports = new GradientReports();
        foreach (bool ofValue in (bool[])[true, false])
        {
            var generator = new RandomGenerator(3);
            reports.Add(GradientChecker.Check(new OutputProblem(structure, actions, ofValue, generator), generator, options));
        }

        reports.AssertFewKinks();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_region_whose_weights_are_zero_has_no_derivative(string kind)
    {
        (NetworkStructure structure, ActionSpecification actions) = Make(kind);
        float[] theta = Structures.Draw(structure, new RandomGenerator(4));
        Ignored.Blind(structure, theta, Picture, column => column < 2);
        var reader = new AgentReader(NetworkFactory.Single(structure, Numerics.Vectors.VectorChoice.Widest), actions);
        float[] observation = Numbers.Normal(new RandomGenerator(5), Picture.Size);
        reader.Set(0, new NetworkInput(observation, [], []));
        reader.Forward(theta);
        var gradient = new float[Picture.Size];
        int[] action = new int[Math.Max(1, actions.Choices.Length)];
        foreach (bool ofValue in (bool[])[true, false])
        {
            if (ofValue) reader.DifferentiateValue(theta, gradient);
            else reader.DifferentiateChoice(theta, action, gradient);
            for (int i = 0; i < gradient.Length; i++)
            {
                int column = i / Picture.Channels % Picture.Width;
                if (column < 2) Assert.Equal(0, gradient[i]);
            }

            Assert.Contains(gradient, number => number != 0);
        }
    }

    [Fact]
    public void The_value_of_action_values_is_the_largest_and_their_mean_is_subtracted_from_choices()
    {
        (NetworkStructure structure, ActionSpecification actions) = Make("q");
        float[] theta = Structures.Draw(structure, new RandomGenerator(4));
        Network<float> network = NetworkFactory.Single(structure, Numerics.Vectors.VectorChoice.Widest);
        var reader = new AgentReader(network, actions);
        float[] observation = Numbers.Normal(new RandomGenerator(5), Picture.Size);
        reader.Set(0, new NetworkInput(observation, [], []));
        reader.Forward(theta);
        var activations = new Activations<float>(structure, 1);
        observation.CopyTo(activations.Input(0));
        network.Forward(theta, activations, 0, 1);
        float[] qualities = activations.Output(0, 0).ToArray(), choices = new float[3];
        float mean = (qualities[0] + qualities[1] + qualities[2]) / 3;
        reader.ReadChoices(0, choices);
        Assert.Equal(Math.Max(qualities[0], Math.Max(qualities[1], qualities[2])), reader.Value(0));
        for (int i = 0; i < 3; i++) Assert.Equal(qualities[i] - mean, choices[i], 1e-5f);
    }

    /// <summary>Several inputs at once give what the agent computes from one after another.</summary>
    [Fact]
    public void The_value_of_a_deterministic_policy_is_that_of_its_action()
    {
        (NetworkStructure structure, ActionSpecification actions) = Make("deterministic");
        float[] theta = Structures.Draw(structure, new RandomGenerator(4));
        Network<float> network = NetworkFactory.Single(structure, Numerics.Vectors.VectorChoice.Widest);
        var reader = new AgentReader(network, actions, rows: 3);
        var networks = new DeterministicActorCritic<float>(network);
        var one = new Activations<float>(structure, 1);
        var expected = new List<(float Value, float[] Action)>();
        for (int row = 0; row < 3; row++)
        {
            float[] observation = Numbers.Normal(new RandomGenerator((ulong)row), Picture.Size);
            reader.Set(row, new NetworkInput(observation, [], []));
            observation.CopyTo(one.Input(0));
            networks.Act(theta, one, 1);
            networks.Evaluate(theta, one, 1);
            expected.Add((networks.ValueOf(one, 0), networks.ActionOf(one, 0).ToArray()));
        }

        reader.Forward(theta);
        var action = new float[2];
        for (int row = 0; row < 3; row++)
        {
            reader.ReadChoices(row, action);
            Assert.Equal(expected[row].Value, reader.Value(row), 1e-5f);
            Assert.Equal(expected[row].Action[0], action[0], 1e-5f);
            Assert.Equal(expected[row].Action[1], action[1], 1e-5f);
        }
    }

    [Fact]
    public void An_input_holds_the_memory_before_it()
    {
        (NetworkStructure structure, ActionSpecification actions) = Make("lstm");
        float[] theta = Structures.Draw(structure, new RandomGenerator(4));
        Network<float> network = NetworkFactory.Single(structure, Numerics.Vectors.VectorChoice.Widest);
        var one = new Activations<float>(structure, 1);
        for (int step = 0; step < 3; step++)
        {
            Numbers.Normal(new RandomGenerator((ulong)step), Picture.Size).CopyTo(one.Input(0));
            if (step == 2) break;
            network.Forward(theta, one, 0, 1);
            one.CarryState(1);
        }

        NetworkInput input = NetworkInput.Of(one);
        network.Forward(theta, one, 0, 1);
        var reader = new AgentReader(network, actions, rows: 3);
        for (int row = 0; row < 3; row++) reader.Set(row, row == 1 ? input : input with { Memory = new float[input.Memory.Length] });
        reader.Forward(theta);
        Assert.Equal(one.Output(1, 0)[0], reader.Value(1));
        Assert.NotEqual(reader.Value(0), reader.Value(1));
        Assert.Equal(reader.Value(0), reader.Value(2));
    }

    internal static (NetworkStructure Structure, ActionSpecification Actions) Make(string kind)
    {
        LayerDescription[] trunk = [new Convolution(3, 2, 1), new Rectifier(), new FullyConnected(7), new Rectifier()];
        if (kind == "lstm") trunk = [.. trunk, new LongShortTermMemory(4)];
        ImmutableArray<HeadDescription> heads = kind switch
        {
            "several" => [new("policy", 5), new("value", 1)],
            "critic of action values" => [new("policy", 3), new("q", 3)],
            "q" => ActionValues<float>.Heads(3, dueling: false),
            "separate q" => ActionValues<float>.SeparateHeads(3),
            "dueling" => ActionValues<float>.Heads(3, dueling: true),
            "mean" => GaussianHeads.All(2),
            "deterministic" => DeterministicActorCritic<float>.Heads(2, bound: 0.5),
            _ => [new("policy", 3), new("value", 1)],
        };
        ActionSpecification actions = kind switch
        {
            "several" => ActionSpecification.MultiDiscrete(3, 2),
            "mean" or "deterministic" => ActionSpecification.Continuous(2, -1, 1),
            _ => ActionSpecification.Discrete(3),
        };
        return (new NetworkStructure(new NetworkDescription("test", "tests", [.. trunk]), Picture, heads), actions);
    }

    private sealed class OutputProblem : IDifferentiable
    {
        private readonly NetworkStructure _structure;
        private readonly Network<double> _network;
        private readonly AgentOutputs<double> _outputs;
        private readonly Activations<double> _activations;
        private readonly double[] _theta;
        private readonly double[] _observation;
        private readonly int[] _action;
        private readonly bool _ofValue;

        internal OutputProblem(NetworkStructure structure, ActionSpecification actions, bool ofValue, RandomGenerator generator)
        {
            (_structure, _ofValue, _network) = (structure, ofValue, NetworkFactory.Double(structure));
            _outputs = new AgentOutputs<double>(_network, actions);
            _activations = new Activations<double>(structure, 1, part: _outputs.Part);
            _theta = Array.ConvertAll(Structures.Draw(structure, generator), number => (double)number);
            _observation = new double[structure.Input.Size];
            _action = actions.Kind == ActionKind.MultiDiscrete ? [2, 1] : [1];
            Groups = [new VariableGroup("observation", 0, _observation.Length)];
            for (int node = 0; node < structure.Nodes.Length; node++)
            {
                foreach (ref double number in _activations.InitialState(node)) number = 0.5 * generator.NextNormal();
            }
        }

        public string Name => $"outputs of {_structure.Description}";

        public ImmutableArray<VariableGroup> Groups { get; }

        public Span<double> Variables => _observation;

        public void Draw(RandomGenerator generator)
        {
            foreach (ref double number in _observation.AsSpan()) number = generator.NextNormal();
        }

        public double Evaluate(out ulong kinkPattern)
        {
            _observation.CopyTo(_activations.Input(0));
            _outputs.Forward(_theta, _activations);
            kinkPattern = NetworkKinks.Pattern(_activations, 1);
            return _ofValue ? _outputs.ValueOf(_activations, 0) : _outputs.ChoiceOf(_activations, 0, _action);
        }

        public void Differentiate(Span<double> gradient)
        {
            Evaluate(out _);
            if (_ofValue) _outputs.DifferentiateValue(_theta, _activations, gradient);
            else _outputs.DifferentiateChoice(_theta, _activations, _action, gradient);
        }
    }
}
