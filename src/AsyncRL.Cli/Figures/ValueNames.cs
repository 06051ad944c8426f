using AsyncRL.Algorithms.Inspection;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Figures;

/// <summary>What pictures call the numbers of an agent, because a network that learned costs has outputs that are no values.</summary>
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
    private const string OfCosts = " The agent learned costs: a larger z is better, and the cost is σ(−z).";

    private static readonly ValueNames Returns = new(
        "V", "value V", "the agent's estimate of the value V", "value", "action value Q", "Q", "", "");

    /// <summary>A dueling network has two numbers that are called V.</summary>
    private static readonly ValueNames Dueling = Returns with
    {
        Estimate = "the largest action value of the state",
        Note = " The network is a dueling one: V is the largest action value of the state, and not the stream of the value.",
        NoteOfNetwork = " The network is a dueling one: V is the output of the stream of the value, which is the mean of the action "
            + "values.",
    };

    private static readonly ValueNames Costs = new(
        "z", "largest output z", "the largest output z of the network", "output z", "output z", "z", OfCosts, OfCosts)
    {
        NoteOfActions = OfCosts,
    };

    /// <summary>The same for pictures of the numbers of actions.</summary>
    internal string NoteOfActions { get; init; } = "";

    /// <summary>The column of values of states in a table.</summary>
    internal string Column => Axis.Replace(' ', '_');

    /// <summary>The names of a run's numbers.</summary>
    internal static ValueNames Of(TrainingConfiguration configuration) => configuration.Algorithm.LearnsCosts ? Costs
        : AgentReader.KindOf(configuration.Network) == OutputKind.Dueling ? Dueling : Returns;
}
