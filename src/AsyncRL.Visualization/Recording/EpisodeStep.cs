using AsyncRL.Environments;

namespace AsyncRL.Visualization.Recording;

/// <summary>The data of one step of an episode.</summary>
public sealed class EpisodeStep
{
    /// <summary>The agent's observation.</summary>
    public required Observation Observation { get; init; }

    /// <summary>The screen for people. By default it is the observation.</summary>
    public Observation Screen
    {
        get => field ?? Observation;
        init;
    }

    /// <summary>The policy, a probability per choice; empty when the episode is over or actions are vectors.</summary>
    public required float[] Probabilities { get; init; }

    /// <summary>The vector that the agent takes for an action; empty when the episode is over or actions are choices.</summary>
    public float[] Vector { get; init; } = [];

    /// <summary>The agent's estimate of the value; NaN when the episode is over.</summary>
    public required float Value { get; init; }

    /// <summary>The choice that the agent takes; −1 when the episode is over or actions are vectors.</summary>
    public required int Action { get; init; }

    /// <summary>The episode's number, from 1.</summary>
    public required int Episode { get; init; }

    /// <summary>Agent steps of the episode so far.</summary>
    public required int AgentSteps { get; init; }

    /// <summary>Sum of the episode's rewards so far.</summary>
    public required double Return { get; init; }

    /// <summary>The returns of finished episodes.</summary>
    public required IReadOnlyList<double> Returns { get; init; }

    /// <summary>Whether the episode is over.</summary>
    public bool IsEnd => Action < 0 && Vector.Length == 0;
}
