using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Figures;

/// <summary>What pictures call the numbers of an agent, because the outputs of some networks are no values.</summary>
/// <param name="Letter">The letter of the value.</param>
/// <param name="Value">The value of a state.</param>
/// <param name="Estimate">The value of a state, with a word on where it is from.</param>
/// <param name="Axis">The axis of values of states.</param>
/// <param name="OfAction">The number of an action.</param>
/// <param name="OfActionLetter">Its letter.</param>
/// <param name="Note">A sentence with a space in front that explains values of states; empty if there is nothing to say.</param>
/// <param name="NoteOfNetwork">The same for pictures of what the network computes inside.</param>
internal sealed record ValueNames(
    string Letter, string Value, string Estimate, string Axis, string OfAction, string OfActionLetter, string Note, string NoteOfNetwork)
{
    private const string OfCosts = " The agent learned costs: a larger z is better, and the cost is σ(−z).",
        OfRescaling = " The network learned rescaled values (rescale-values=true): a number is h(x) = sign(x)(√(|x| + 1) − 1) + 0.001 x of "
            + "a return x, so that large returns lie closer together than they are.";

    private static readonly ValueNames Returns = new(
        "V", "value V", "the agent's estimate of the value V", "value", "action value Q", "Q", "", "");

    private static readonly ValueNames Costs = new(
        "z", "largest output z", "the largest output z of the network", "output z", "output z", "z", OfCosts, OfCosts)
    {
        NoteOfActions = OfCosts,
    };

    private static readonly ValueNames RescaledReturns = new(
        "h(V)", "rescaled value h(V)", "the agent's estimate of the rescaled value h(V)", "rescaled value", "rescaled action value h(Q)",
        "h(Q)", OfRescaling, OfRescaling)
    {
        NoteOfActions = OfRescaling,
    };

    /// <summary>The same for pictures of the numbers of actions.</summary>
    internal string NoteOfActions { get; private init; } = "";

    /// <summary>The column of values of states in a table.</summary>
    internal string Column => Axis.Replace(' ', '_');

    /// <summary>The names of a run's numbers.</summary>
    internal static ValueNames Of(TrainingConfiguration configuration)
    {
        if (configuration.Algorithm.LearnsCosts) return Costs;
        ValueNames names = configuration.AlgorithmOptions is R2d2Options { RescaleValues: true } ? RescaledReturns : Returns;
        return AgentReader.KindOf(configuration.Network) == OutputKind.Dueling ? names.OfDueling() : names;
    }

    /// <summary>A dueling network has two numbers that are called V.</summary>
    private ValueNames OfDueling() => this with
    {
        Estimate = $"the largest {OfAction} of the state",
        Note = $" The network is a dueling one: {Letter} is the largest action value of the state, and not the stream of the value.{Note}",
        NoteOfNetwork = $" The network is a dueling one: {Letter} is the output of the stream of the value, which is the mean of the "
            + $"action values.{NoteOfNetwork}",
    };
}
