using AsyncRL.Algorithms.Metrics;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Environments.Checking;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Acting;

/// <summary>
/// One environment with its generator, the present observation, and the return and length of the running episode. It belongs to one thread.
/// </summary>
public sealed class Actor : IDisposable
{
    private readonly IEnvironment _environment;
    private readonly Observation _observation;
    private double _return;
    private int _length;

    /// <summary>Makes an actor whose next agent step begins its first episode.</summary>
    /// <param name="description">The task.</param>
    /// <param name="options">Its options.</param>
    /// <param name="generator">The thread's generator; the environment gets a stream of its own split from it.</param>
    /// <param name="wrap">Puts wrappers around the environment; none if null.</param>
    /// <param name="learns">Whether the actor learns. Otherwise, as in an evaluation, episodes end where the task ends them.</param>
    public Actor(
        EnvironmentDescription description,
        object options,
        RandomGenerator generator,
        Func<IEnvironment, IEnvironment>? wrap = null,
        bool learns = false)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(generator);
        Generator = generator;
        RandomGenerator chance = generator.Split(0);
        IEnvironment environment = learns ? description.CreateForLearning(options, chance) : description.Create(options, chance);
        wrap ??= inner => inner;
        _environment = Wrapper.Wrap(environment, inner => wrap(new CheckedEnvironment(description.Name, inner)));
        _observation = new Observation(_environment.Observation);
    }

    /// <summary>The thread's source of randomness.</summary>
    public RandomGenerator Generator { get; }

    /// <summary>The shape of the environment's observations.</summary>
    public ObservationSpecification ObservationSpecification => _environment.Observation;

    /// <summary>The environment's actions.</summary>
    public ActionSpecification Actions => _environment.Actions;

    /// <summary>Emulator frames that one agent step lasts.</summary>
    public int FramesPerAgentStep => _environment.FramesPerAgentStep;

    /// <summary>The screen for people; null if people see the actor's observations.</summary>
    public IDisplay? Display => _environment.Display;

    /// <summary>The named numbers of the environment's state; null if it has none.</summary>
    public IStateFacts? Facts => IStateFacts.Of(_environment);

    /// <summary>The number of remaining lives, 0 for a game without lives; null if the environment does not tell.</summary>
    public int? Lives => IFrameEnvironment.Of(_environment)?.Lives;

    /// <summary>Makes the observation of a state, as the actor sees it; null if the environment cannot.</summary>
    public StateObserver? StateObserver => IStateMap.ObserverOf(_environment);

    /// <summary>The present observation.</summary>
    public Observation Observation => _observation;

    /// <summary>Whether the next agent step begins a new episode.</summary>
    public bool EpisodeIsOver { get; private set; } = true;

    /// <summary>Sum of the raw rewards of the running or just finished episode.</summary>
    public double EpisodeReturn => _return;

    /// <summary>Agent steps of the running or just finished episode.</summary>
    public int EpisodeLength => _length;

    /// <summary>Whether the environment can save its state, so that a resumed run continues in the middle of an episode.</summary>
    public bool CanSaveEpisode => _environment.CanSave;

    /// <summary>The last action and reward of the episode, if an action is one choice. A learner that reads them saves them.</summary>
    internal LastStep LastStep { get; set; } = LastStep.None;

    /// <summary>Whether the actor was restored within an episode that its environment could not save. It is abandoned.</summary>
    internal bool HasLostEpisode { get; private set; }

    /// <summary>Resets the environment if the last episode is over.</summary>
    /// <param name="statistics">Receives the time of the environment; null to measure nothing.</param>
    /// <returns>Whether an episode begins.</returns>
    public bool BeginEpisodeIfOver(ActorStatistics? statistics = null)
    {
        bool begins = EpisodeIsOver;
        if (begins)
        {
            _environment.Reset(_observation);
            (_return, _length, EpisodeIsOver, LastStep) = (0, 0, false, LastStep.None);
        }

        statistics?.Mark(Phase.Environment);
        return begins;
    }

    /// <summary>Does one agent step and updates the episode's return and length.</summary>
    /// <param name="action">The action.</param>
    /// <param name="statistics">Receives the time since the last mark as time of acting, and the environment's time; may be null.</param>
    /// <returns>The raw reward and whether the episode is over.</returns>
    public StepOutcome Step(AgentAction action, ActorStatistics? statistics = null)
    {
        statistics?.Mark(Phase.Act);
        StepOutcome outcome = _environment.Step(action, _observation);
        LastStep = LastStep.After(action.Choice, outcome);
        _return += outcome.RawReward;
        _length++;
        EpisodeIsOver = outcome.IsEnd;
        statistics?.Mark(Phase.Environment);
        return outcome;
    }

    /// <summary>
    /// Writes the observation as the network takes it: pixels scaled to [0, 1], vectors as they are. A network with numbers beside the
    /// observation gets the last action and the last reward.
    /// </summary>
    /// <param name="batch">Receives it.</param>
    /// <param name="row">The row of the batch.</param>
    public void WriteObservation(Activations<float> batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_observation.Specification.Kind == ObservationKind.Pixels) batch.WritePixels(row, _observation.Pixels);
        else _observation.Values.CopyTo(batch.Input(row));
        if (batch.Structure.SideInputs > 0) LastStep.Write(batch.Side(row));
    }

    /// <summary>
    /// Abandons the running episode: the next step begins a new one. Used after a failed turn, when the state may be damaged.
    /// </summary>
    public void AbandonEpisode() => EpisodeIsOver = true;

    /// <summary>Writes or reads everything that the actor's future depends on.</summary>
    /// <param name="state">Writes or reads the state.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that a state can have.</exception>
    public void Transfer(StateTransfer state)
    {
        state.Generator(Generator);
        EpisodeIsOver = state.Truth(EpisodeIsOver, "end of the episode");
        state.Real(ref _return, "return of the episode");
        state.Number(ref _length, "length of the episode", 0, int.MaxValue - 1);
        state.Bytes(_observation.Pixels, "pixel");
        state.Floats(_observation.Values, "observation");
        TransferEnvironment(state);

        // The opposite is possible: an abandoned episode is over for the actor only.
        if (state.IsRestoring && !EpisodeIsOver && !HasLostEpisode && _environment.IsOver)
            throw new InvalidDataException("the actor's episode runs and the environment's is over; expected both to run");
    }

    /// <summary>Disposes of the environment.</summary>
    public void Dispose() => _environment.Dispose();

    private void TransferEnvironment(StateTransfer state)
    {
        bool canSave = _environment.CanSave, isSaved = state.Truth(canSave, "mark of a saved environment");
        if (isSaved != canSave)
        {
            string saved = isSaved ? "is saved" : "is not saved", can = isSaved ? "cannot" : "can";
            throw new InvalidDataException(
                $"the environment's state {saved} and the environment {can} restore one; expected both or neither");
        }

        if (state.IsRestoring) HasLostEpisode = !isSaved && !EpisodeIsOver;
        if (isSaved) _environment.Transfer(state);
    }
}
