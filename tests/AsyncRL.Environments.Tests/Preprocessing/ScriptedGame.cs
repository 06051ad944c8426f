using AsyncRL.Core.State;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>
/// A game of frames whose course a test defines. Frame n of an episode, counted from 0 at the reset, shows <see cref="Pixel"/> and gives
/// the reward n. Every call is recorded as a word.
/// </summary>
internal sealed class ScriptedGame(ObservationSpecification specification) : IFrameEnvironment
{
    private int _frame;
    private bool _isOver = true;

    /// <summary>Frames after which the game is over.</summary>
    internal int Length { get; init; } = 1000;

    /// <summary>Lives at the start.</summary>
    internal int LivesAtStart { get; init; }

    /// <summary>The frames in which a life is lost.</summary>
    internal int[] LossesAt { get; init; } = [];

    /// <summary>Whether the end of the game is a truncation.</summary>
    internal bool Truncates { get; init; }

    /// <summary>Whether calls are recorded, which allocates.</summary>
    internal bool Keeps { get; init; } = true;

    /// <summary>"reset", "draw 2" for an action whose frame is drawn, "skip 2" for one whose frame is not.</summary>
    internal List<string> Calls { get; } = [];

    public ObservationSpecification Observation => specification;

    public ActionSpecification Actions => ActionSpecification.Discrete(4);

    public bool CanSave => true;

    public int? LongestEpisode => Length;

    public int Lives { get; private set; }

    /// <summary>Byte i of frame n: any value that differs from the others.</summary>
    internal static byte Pixel(int frame, int i) => (byte)((frame * 37) ^ (i * 101) ^ ((i * frame) >> 3));

    /// <summary>Returns and removes the calls so far.</summary>
    /// <returns>The calls, separated by commas.</returns>
    internal string TakeCalls()
    {
        string calls = string.Join(", ", Calls);
        Calls.Clear();
        return calls;
    }

    public void Reset(Observation observation)
    {
        Keep("reset");
        (_frame, Lives, _isOver) = (0, LivesAtStart, false);
        Draw(observation);
    }

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        StepOutcome outcome = Advance(action, "draw");
        Draw(observation);
        return outcome;
    }

    public StepOutcome StepWithoutRendering(AgentAction action) => Advance(action, "skip");

    public void Transfer(StateTransfer state)
    {
        state.Number(ref _frame, "frame");
        Lives = state.Number(Lives, "number of lives", 0, 100);
        state.Truth(ref _isOver, "end of the episode");
    }

    private StepOutcome Advance(AgentAction action, string verb)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)action.Choice, (uint)Actions.Count, nameof(action));
        if (_isOver) throw new InvalidOperationException("The game is over, or none has begun.");
        if (Keeps) Keep($"{verb} {action.Choice}");
        _frame++;
        if (Array.IndexOf(LossesAt, _frame) >= 0) Lives--;
        _isOver = _frame >= Length;
        return new StepOutcome(_frame, _isOver && !Truncates, _isOver && Truncates) { RawReward = 10 * _frame };
    }

    private void Keep(string call)
    {
        if (Keeps) Calls.Add(call);
    }

    private void Draw(Observation observation)
    {
        for (int i = 0; i < observation.Pixels.Length; i++) observation.Pixels[i] = Pixel(_frame, i);
    }
}
