using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Episodic;

/// <summary>
/// A learner that keeps the agent steps of one environment, and learns after each episode. How it acts and what it learns differ between
/// the algorithms. After construction it allocates nothing.
/// </summary>
internal abstract class EpisodeLearner : ISynchronousLearner
{
    private Part _part;

    /// <summary>Allocates the memory.</summary>
    /// <param name="member">The environment and the model.</param>
    /// <param name="options">The size of the memory.</param>
    /// <param name="section">The name of the memory in a checkpoint.</param>
    protected EpisodeLearner(SynchronousMember member, EpisodeOptions options, string section)
    {
        (Member, Actor) = (member, member.Actors[0]);
        ObservationSpecification observation = Actor.ObservationSpecification;
        Ring = new ExperienceRing(observation, options.RowsOfRing(observation), 1);
        Values = new ActionValues<float>(Model.Network.Structure);
        Acting = Model.NewBatch(1, ofPixels: member.HasPixels);
        (Row, Stack) = (new float[Values.Count], new byte[observation.Size]);
        member.Session.Sections.Add(new Section(section, Transfer));
    }

    private enum Part
    {
        Act,
        Learn,
        End,
    }

    /// <inheritdoc/>
    public LocalModel Model => Member.Model;

    /// <inheritdoc/>
    public double LearningRate => Member.Session.LearningRates.At(Member.Session.Parameters.AgentSteps);

    /// <inheritdoc/>
    public double GradientScale => 1;

    /// <summary>The agent steps.</summary>
    internal ExperienceRing Ring { get; }

    protected SynchronousMember Member { get; }

    protected Actor Actor { get; }

    /// <summary>Reads the outputs of the network for the actions.</summary>
    protected ActionValues<float> Values { get; }

    /// <summary>The row of the present observation.</summary>
    protected Activations<float> Acting { get; }

    /// <summary>[actions]: memory for the outputs of a row.</summary>
    protected float[] Row { get; }

    /// <summary>[observation]: memory for the bytes of an image.</summary>
    protected byte[] Stack { get; }

    /// <summary>Number of episodes that have ended.</summary>
    protected long Episodes { get; private set; }

    /// <summary>The row of the first agent step of the running or just finished episode.</summary>
    protected long FirstRow { get; private set; }

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        switch (_part)
        {
            case Part.Act:
                bool learns = Act() && BeginLearning();
                return learns ? Then(Part.Learn, RoundStep.Update) : Then(Part.End, RoundStep.Count);
            case Part.Learn when ContinueLearning():
                return RoundStep.Update;
            default:
                return Then(Part.Act, RoundStep.End);
        }
    }

    /// <inheritdoc/>
    public void Abandon() => _part = Part.Act;

    /// <summary>Chooses an action in the present observation.</summary>
    protected abstract int Choose();

    /// <summary>Called after an episode: computes the gradient of the first update.</summary>
    /// <returns>Whether there is one.</returns>
    protected abstract bool BeginLearning();

    /// <summary>Called after an update: computes the gradient of the next one.</summary>
    /// <returns>Whether there is one. Otherwise the learning is over.</returns>
    protected abstract bool ContinueLearning();

    /// <summary>Runs the network with θ′ on the present observation.</summary>
    protected void Evaluate()
    {
        Model.SyncIfOld();
        Actor.WriteObservation(Acting, 0);
        Model.Forward(Acting, 0, 1);
    }

    /// <summary>Writes or reads the memory.</summary>
    protected virtual void Transfer(StateTransfer state)
    {
        Ring.Transfer(state, Values.Count);
        Episodes = state.LongNumber(Episodes, "number of episodes", 0, long.MaxValue);
        FirstRow = state.LongNumber(FirstRow, "first row of an episode", 0, Ring.Written);
    }

    private RoundStep Then(Part next, RoundStep step)
    {
        _part = next;
        return step;
    }

    /// <summary>Does one agent step.</summary>
    /// <returns>Whether it ended the episode.</returns>
    private bool Act()
    {
        bool begins = Actor.BeginEpisodeIfOver(Member.Statistics);
        if (begins) FirstRow = Ring.Written;
        Ring.Observe(Actor.Observation, begins);
        int action = Choose();
        StepOutcome outcome = Actor.Step(action, Member.Statistics);
        Ring.Add(action, outcome.Reward, outcome, Actor.Observation);           // NFQ:2
        Member.Statistics.CountAgentSteps(1);
        if (!outcome.IsEnd) return false;
        Episodes++;
        long after = Member.Session.Parameters.AgentSteps + 1;
        Member.Episodes.Add(new EpisodeRecord(Member.Index, after, Actor.EpisodeReturn, Actor.EpisodeLength));
        return true;
    }
}
