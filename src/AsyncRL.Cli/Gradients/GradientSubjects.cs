using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Cli.Gradients;

/// <summary>
/// Makes the problems that <c>gradcheck</c> checks: samples of every layer and every term, found by type, and every named network with the
/// losses of all algorithms.
/// </summary>
internal static class GradientSubjects
{
    private const int SamplesPerType = 3;
    private const int LayerSteps = 3;
    private const int NetworkAgentSteps = 2;
    private const int Actions = 4;

    /// <summary>Makes three samples of every layer, or of one.</summary>
    /// <param name="generator">Draws the samples.</param>
    /// <param name="name">The layer's name; all if null.</param>
    /// <returns>The problems.</returns>
    /// <exception cref="InputException">There is no such layer.</exception>
    internal static IEnumerable<IDifferentiable> Layers(RandomGenerator generator, string? name = null)
    {
        foreach (Func<RandomGenerator, Layer> sample in Samplers<Layer>("layer", typeof(ISampledLayer), name))
        {
            for (int i = 0; i < SamplesPerType; i++) yield return new LayerProblem(sample(generator), LayerSteps, sequences: 1 + i);
        }
    }

    /// <summary>Makes three samples of every loss term, or of one.</summary>
    /// <param name="generator">Draws the samples.</param>
    /// <param name="name">The term's name; all if null.</param>
    /// <returns>The problems.</returns>
    /// <exception cref="InputException">There is no such term.</exception>
    internal static IEnumerable<IDifferentiable> Terms(RandomGenerator generator, string? name = null)
    {
        foreach (Func<RandomGenerator, LossTerm> sample in Samplers<LossTerm>("term", typeof(ISampledLossTerm), name))
        {
            for (int i = 0; i < SamplesPerType; i++) yield return new LossTermProblem(sample(generator));
        }
    }

    /// <summary>
    /// Makes problems of a network with the losses of A3C, of the value methods with a dueling head, and of continuous A3C, over a short
    /// bootstrapped segment, and with the losses of DDPG if the network has no memory.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <returns>The problems.</returns>
    internal static IEnumerable<IDifferentiable> Network(NetworkDescription network)
    {
        NStepOptions dueling = new() { Dueling = true };
        ActionSpecification choices = ActionSpecification.Discrete(Actions), vectors = ActionSpecification.Continuous(2, -1, 1);
        NetworkStructure actorCritic = Build(new A3C(), choices);
        yield return new ActorCriticProblem(actorCritic, NetworkAgentSteps, terminal: false, new A3COptions());
        NetworkStructure values = Build(new NStepQLearning { Options = dueling }, choices);
        yield return new ActionValueProblem(values, NetworkAgentSteps, terminal: false, dueling);
        NetworkStructure gaussian = Build(new A3CContinuous(), vectors);
        yield return new GaussianProblem(gaussian, NetworkAgentSteps, terminal: false, new A3CContinuousOptions());
        if (!gaussian.IsRecurrent) yield return new DdpgProblem(Build(new Ddpg(), vectors), NetworkAgentSteps);

        NetworkStructure Build(Algorithm algorithm, ActionSpecification actions) =>
            new(network, InputFor(network), algorithm.Heads(actions));
    }

    /// <summary>Whether a network is so large that it is checked at fewer points.</summary>
    /// <param name="network">The network.</param>
    /// <returns>Whether it is the paper's size.</returns>
    internal static bool IsLarge(NetworkDescription network) => InputFor(network).Size > 10_000;

    /// <summary>The observations for a network: the smallest of the usual shapes that fits.</summary>
    private static Shape InputFor(NetworkDescription network)
    {
        Shape vector = Shape.Vector(50), board = new(24, 24, 1), frames = new(84, 84, 4);
        if (!network.Trunk.Any(layer => layer is Convolution)) return vector;
        return network.Trunk[0] is Convolution { Kernel: < 8 } ? board : frames;
    }

    /// <summary>Finds the static method Sample of every type that implements an interface, or of the type with the given name.</summary>
    private static IEnumerable<Func<RandomGenerator, T>> Samplers<T>(string kind, Type contract, string? name)
    {
        Type[] types = Array.FindAll(
            typeof(T).Assembly.GetTypes(), type => type.IsClass && !type.IsAbstract && type.IsAssignableTo(contract));
        string[] names = Array.ConvertAll(types, type => type.Name);
        string? chosen = name is null ? null : Names.Match(name, names);
        if (name is not null && chosen is null) throw new InputException(Names.Unknown(kind, name, names));
        foreach (Type type in types)
        {
            if (chosen is not null && type.Name != chosen) continue;
            MethodInfo sample = type.GetInterfaceMap(contract).TargetMethods[0];
            yield return sample.CreateDelegate<Func<RandomGenerator, T>>();
        }
    }
}

/// <summary>A problem that reports its number of evaluations and can be cancelled.</summary>
/// <param name="problem">The problem.</param>
/// <param name="evaluated">Receives the number of evaluations so far.</param>
/// <param name="stop">Cancelled to end the check by an <see cref="OperationCanceledException"/>.</param>
internal sealed class ReportingProblem(IDifferentiable problem, Action<int> evaluated, CancellationToken stop) : IDifferentiable
{
    private int _evaluations;

    public string Name => problem.Name;

    public ImmutableArray<VariableGroup> Groups => problem.Groups;

    public Span<double> Variables => problem.Variables;

    public void Draw(RandomGenerator generator) => problem.Draw(generator);

    public double Evaluate(out ulong kinkPattern)
    {
        stop.ThrowIfCancellationRequested();
        double value = problem.Evaluate(out kinkPattern);
        evaluated(++_evaluations);
        return value;
    }

    public void Differentiate(Span<double> gradient) => problem.Differentiate(gradient);
}
