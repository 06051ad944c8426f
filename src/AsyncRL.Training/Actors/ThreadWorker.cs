using AsyncRL.Training.Sharing;

namespace AsyncRL.Training.Actors;

/// <summary>The paper's schedule: one actor-learner has the thread to itself, and a turn is a segment.</summary>
/// <param name="learner">The actor-learner.</param>
/// <param name="shared">Holds T.</param>
/// <param name="lastAgentStep">T_max.</param>
internal sealed class ThreadWorker(ActorLearner learner, SharedParameters shared, long lastAgentStep) : IWorker
{
    public int Actor => learner.Index;

    public bool HasWork => shared.AgentSteps < lastAgentStep;

    public void StartClock() => learner.Statistics.StartClock();

    public void RunTurn()
    {
        learner.ComputeSegment();
        learner.Apply();
    }

    public void Abandon() => learner.Actor.AbandonEpisode();
}
