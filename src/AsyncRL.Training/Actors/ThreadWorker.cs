using AsyncRL.Training.Parameters;
using AsyncRL.Training.Profiling;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Actors;

/// <summary>The paper's execution mode: one actor-learner has the thread to itself, and a turn is a segment.</summary>
/// <param name="learner">The actor-learner.</param>
/// <param name="shared">Holds T.</param>
/// <param name="lastAgentStep">T_max.</param>
/// <param name="meter">Measures the thread while it runs; nobody does if null.</param>
/// <param name="evaluations">While an evaluation is due the thread waits for it; null not to wait.</param>
internal sealed class ThreadWorker(
    ActorLearner learner, SharedParameters shared, long lastAgentStep, ThreadMeter? meter = null, EvaluationSchedule? evaluations = null)
    : IWorker
{
    public int Actor => learner.Index;

    public bool HasWork => shared.AgentSteps < lastAgentStep;

    public void BeginRunning() => meter?.Begin();

    public void EndRunning() => meter?.End();

    public void RunTurn()
    {
        if (evaluations?.IsDue(shared.AgentSteps) == true)
        {
            Thread.Sleep(1);
            return;
        }

        learner.ComputeSegment();
        learner.Apply();
    }

    public void Abandon() => learner.Abandon();
}
