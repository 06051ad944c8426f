using AsyncRL.Algorithms.Inspection;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Games;

/// <summary>An agent step that a trained agent played: what it saw, what it computed, and what followed.</summary>
internal sealed record PlayedStep
{
    /// <summary>Number of the episode, from 1.</summary>
    internal required int Episode { get; init; }

    /// <summary>Agent steps of the episode before this one.</summary>
    internal required int AgentStep { get; init; }

    /// <summary>The agent's estimate of the value.</summary>
    internal required float Value { get; init; }

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

    /// <summary>The frame that the agent saw last; null if it saw a vector.</summary>
    internal required Picture? Frame { get; init; }

    /// <summary>A small picture for people; null where there is none.</summary>
    internal required Picture? Thumbnail { get; init; }

    /// <summary>The named numbers of the environment's state; empty if it has none.</summary>
    internal required double[] Facts { get; init; }

    /// <summary>The raw reward that followed.</summary>
    internal double Reward { get; set; }

    /// <summary>Whether the episode ended after this step, or was cut.</summary>
    internal bool IsLast { get; set; }

    /// <summary>Whether the task itself was over after this step, so that no reward was possible any more.</summary>
    internal bool IsTerminal { get; set; }
}
