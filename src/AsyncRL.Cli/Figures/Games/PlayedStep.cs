using AsyncRL.Algorithms.Inspection;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Games;

/// <summary>What followed an agent step, with what the agent expected.</summary>
internal record PlayedOutcome
{
    /// <summary>The agent's estimate of the value.</summary>
    internal required float Value { get; init; }

    /// <summary>The raw reward that followed.</summary>
    internal double Reward { get; set; }

    /// <summary>Whether the episode ended after this step, or was cut.</summary>
    internal bool IsLast { get; set; }

    /// <summary>Whether a life was lost in this step; null if the environment does not tell.</summary>
    internal bool? LostLife { get; set; }

    /// <summary>Whether the task itself was over after this step, so that no reward was possible any more.</summary>
    internal bool IsTerminal { get; set; }
}

/// <summary>An agent step that a trained agent played: what it saw, what it computed, and what followed.</summary>
internal sealed record PlayedStep : PlayedOutcome
{
    /// <summary>Number of the episode, from 1.</summary>
    internal required int Episode { get; init; }

    /// <summary>Agent steps of the episode before this one.</summary>
    internal required int AgentStep { get; init; }

    /// <summary>V as the heads give it (<see cref="AgentReader.Value"/>): of a dueling network that of the stream of the value.</summary>
    internal required float NetworkValue { get; init; }

    /// <summary>The probability of each choice; empty if actions are vectors.</summary>
    internal required float[] Probabilities { get; init; }

    /// <summary>The numbers of the choices (<see cref="AgentReader.ReadChoices"/>); empty if the network cannot be read.</summary>
    internal required float[] Choices { get; init; }

    /// <summary>The choices that were taken, one for each dimension; empty if actions are vectors.</summary>
    internal required int[] Taken { get; init; }

    /// <summary>The outputs of the last hidden layer; empty if the network cannot be read.</summary>
    internal required float[] Hidden { get; init; }

    /// <summary>Everything that the network's outputs depend on; null where it was not kept.</summary>
    internal required NetworkInput? Input { get; init; }

    /// <summary>The observation before it was normalized; null where the input was not kept, or nothing is normalized.</summary>
    internal float[]? Raw { get; init; }

    /// <summary>The frame that the agent saw last; null if it saw a vector.</summary>
    internal required Picture? Frame { get; init; }

    /// <summary>A small picture for people; null where there is none.</summary>
    internal required Picture? Thumbnail { get; init; }

    /// <summary>What people see of the state; null where it was not kept.</summary>
    internal Picture? Screen { get; init; }

    /// <summary>The named numbers of the environment's state; empty if it has none.</summary>
    internal required double[] Facts { get; init; }

    /// <summary>The discounted return that followed in the episode; NaN where returns cannot be compared with values.</summary>
    internal double Return { get; set; } = double.NaN;

    /// <summary>The entropy of the policy, of all dimensions together, in nats; NaN for an agent without probabilities.</summary>
    internal double Entropy
    {
        get
        {
            if (Probabilities.Length == 0) return double.NaN;
            double entropy = 0;
            foreach (float p in Probabilities) entropy -= p > 0 ? p * Math.Log(p) : 0;
            return entropy;
        }
    }
}

/// <summary>Chooses the agent steps at which the value changed most.</summary>
internal static class Jumps
{
    private const int Spacings = 3;

    /// <summary>Chooses steps.</summary>
    /// <param name="steps">The steps of one or several episodes, none left out.</param>
    /// <param name="count">Number of steps to choose; fewer if there are fewer.</param>
    /// <returns>Their indices, in order. Each is the step after a change; no two are near each other.</returns>
    internal static IReadOnlyList<int> Choose(IReadOnlyList<PlayedStep> steps, int count)
    {
        var byChange = new List<(float Change, int Index)>();
        for (int i = 0; i < steps.Count; i++)
        {
            bool follows = i > 0 && steps[i].Episode == steps[i - 1].Episode;
            byChange.Add((follows ? Math.Abs(steps[i].Value - steps[i - 1].Value) : 0, i));
        }

        byChange.Sort((a, b) => a.Change != b.Change ? b.Change.CompareTo(a.Change) : a.Index.CompareTo(b.Index));
        int spacing = Math.Max(1, steps.Count / (Spacings * Math.Max(1, count)));
        var chosen = new List<int>();
        foreach ((_, int index) in byChange)
        {
            if (chosen.Count == count) break;
            if (chosen.TrueForAll(other => Math.Abs(other - index) >= spacing)) chosen.Add(index);
        }

        chosen.Sort();
        return chosen;
    }
}
