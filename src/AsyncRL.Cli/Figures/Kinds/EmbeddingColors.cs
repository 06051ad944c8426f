using System.Linq;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>What the dots of an embedding are colored by.</summary>
/// <param name="Name">The name of the figure.</param>
/// <param name="What">What the color is, in words.</param>
/// <param name="Values">The number of each state; of a color with names the index of the name.</param>
/// <param name="Reading">What a healthy and a sick agent show, in one or two sentences.</param>
internal sealed record EmbeddingColor(string Name, string What, double[] Values, string Reading)
{
    /// <summary>The names of the colors, each of which is a category; empty for a scale of numbers.</summary>
    internal IReadOnlyList<string> Names { get; init; } = [];
}

/// <summary>Chooses the colors of the states of several games.</summary>
internal static class EmbeddingColors
{
    private const int MostFacts = 3, MostNames = 8;

    /// <summary>The reading of a number of the environment, and of the value.</summary>
    private const string OfNumbers =
        "The layer of a healthy agent orders states by what matters for the return: colors change smoothly, and states that look alike but "
        + "have different values lie apart. If the colors of the value are mixed everywhere, the layer has not learned what the value "
        + "depends on.";

    private const string OfEntropy =
        "A healthy policy is nearly certain (dark) in the parts where the action matters, and nearly uniform (bright) where it does not. A "
        + "policy that is dark everywhere has collapsed; one that is bright everywhere has learned nothing.";

    private const string OfAction =
        "Each action of a healthy agent has parts of the plane that belong to it, where the action matters, and the colors are mixed where "
        + "it does not. If they are mixed everywhere, the action hardly depends on the state; if there is one color, the agent does "
        + "nothing else.";

    private const string OfReturn =
        "Compare it with the colors of the value: the value of a healthy agent is the mean of this color among neighbors. A part whose two "
        + "colors differ is one that the agent misjudges; a part with mixed colors is one where chance decides, or where the layer does "
        + "not see what decides.";

    private const string OfAgentStep =
        "If the plane of a healthy agent is ordered by it, time matters for the return, as in a game with a fixed length. An agent that "
        + "orders its states by nothing else has learned little about the game.";

    private const string OfEpisode =
        "The episodes of a healthy agent are mixed: states that are alike lie together, whenever they were played. An island of one "
        + "color is a part of the game that only one episode reached, or the agent remembers something of the whole episode.";

    /// <summary>The colors, the value first.</summary>
    /// <param name="name">The name of the kind.</param>
    /// <param name="context">The run.</param>
    /// <param name="states">The states.</param>
    internal static IEnumerable<EmbeddingColor> Of(string name, FigureContext context, IReadOnlyList<PlayedStep> states)
    {
        yield return new EmbeddingColor(name, context.Names.Axis, Each(state => state.Value), OfNumbers);
        for (int i = 0; i < Math.Min(MostFacts, context.Facts.Count); i++)
        {
            int fact = i;
            StateFact named = context.Facts[fact];
            yield return new EmbeddingColor(
                $"{name}-{Hyphenated(named.Name)}", named.Name, Each(state => state.Facts[fact]), OfNumbers);
        }

        if (context.Task.CreateAgent().DrawsActions && states[0].Probabilities.Length > 0)
            yield return new EmbeddingColor($"{name}-entropy", "entropy of the policy (nats)", Each(state => state.Entropy), OfEntropy);
        if (context.Task.Actions.Kind == ActionKind.Discrete) yield return ActionsOf($"{name}-action", context.Task.Actions, states);
        if (ObtainedReturns.WhyNot(context.Task) is null)
        {
            yield return new EmbeddingColor(
                $"{name}-return", "discounted return that followed", Each(state => state.Return), OfReturn);
        }

        yield return new EmbeddingColor($"{name}-agent-step", "agent step of the episode", Each(state => state.AgentStep), OfAgentStep);
        yield return new EmbeddingColor($"{name}-episode", "number of the episode", Each(state => state.Episode), OfEpisode);

        double[] Each(Func<PlayedStep, double> number) => [.. states.Select(number)];
    }

    /// <summary>Of many actions the most frequent ones have a color of their own, because more colors are not told apart.</summary>
    internal static EmbeddingColor ActionsOf(string name, ActionSpecification actions, IReadOnlyList<PlayedStep> states)
    {
        int own = actions.Count <= MostNames ? actions.Count : MostNames - 1;
        var counts = new int[actions.Count];
        foreach (PlayedStep state in states) counts[state.Taken[0]]++;
        int[] frequent = [.. Enumerable.Range(0, actions.Count).OrderByDescending(action => counts[action]).Take(own).Order()];
        List<string> names = [.. frequent.Select(action => actions.NameOf(action))];
        if (own < actions.Count) names.Add("another action");
        double[] values = [.. states.Select(state => Array.IndexOf(frequent, state.Taken[0])).Select(place => place < 0 ? own : place)];
        return new EmbeddingColor(name, "action that the agent took", values, OfAction) { Names = names };
    }

    /// <summary>A name for files: "ball's row (pixels)" is "ball-s-row".</summary>
    private static string Hyphenated(string name)
    {
        var letters = new System.Text.StringBuilder();
        foreach (char letter in name.Split('(')[0].Trim())
        {
            if (char.IsAsciiLetterOrDigit(letter)) letters.Append(char.ToLowerInvariant(letter));
            else if (letters.Length > 0 && letters[^1] != '-') letters.Append('-');
        }

        return letters.ToString().Trim('-');
    }
}
