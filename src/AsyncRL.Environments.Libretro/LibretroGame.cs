using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Libretro.Definition;
using AsyncRL.Environments.Libretro.Native;

namespace AsyncRL.Environments.Libretro;

/// <summary>
/// A game of an emulator, frame by frame. Rewards, lives and ends are read from the game's memory after each frame. An episode begins at
/// one saved state of the machine, after the frames of the definition's start.
/// </summary>
internal sealed class LibretroGame : IFrameEnvironment, IDisplay, IStateFacts
{
    private readonly GameDefinition _definition;
    private readonly LibretroCore _core;
    private readonly short[] _held;
    private readonly long[] _before;
    private readonly long[] _atStart;
    private readonly byte[] _start;
    private readonly byte[] _startScreen;
    private readonly byte[] _state;
    private bool _isOver = true;

    /// <summary>Loads the core and the game, and plays the frames of the start.</summary>
    /// <param name="definition">The game.</param>
    /// <exception cref="InputException">The core or the game cannot be loaded, or a number is beyond the memory.</exception>
    internal LibretroGame(GameDefinition definition)
    {
        _definition = definition;
        _held = [.. definition.Actions.Select(Joypad.Read)];
        (_before, _atStart) = (new long[definition.Rewards.Length], new long[definition.Ends.Length]);
        _core = new LibretroCore(CoreFile.Find(definition.Core), definition.Game);
        try
        {
            foreach (StartStep step in definition.Start)
            {
                for (int frame = 0; frame < step.Frames; frame++) _core.Run(step.Held, draws: false);
            }

            // One more frame fills the screen. Every episode shows it first.
            _core.Run(0, draws: true);
            CheckMemory();
            (_start, _state) = (new byte[_core.StateLength], new byte[_core.StateLength]);
            _core.Save(_start);
            _startScreen = [.. _core.Screen];
            for (int i = 0; i < _atStart.Length; i++) _atStart[i] = definition.Ends[i].Number.Read(_core.Memory);
        }
        catch
        {
            _core.Dispose();
            throw;
        }

        Observation = ObservationSpecification.Pixels(_core.Height, _core.Width, channels: 3);
        Actions = ActionSpecification.Discrete([.. definition.Actions]);
        Facts = definition.Facts.Select(fact => new StateFact(fact.Name, fact.Low, fact.High, IsWhole: true)).ToImmutableArray();
    }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; }

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public IDisplay? Display => this;

    /// <inheritdoc/>
    public ObservationSpecification Image => Observation;

    /// <inheritdoc/>
    public int FrameRate => _core.FramesPerSecond;

    /// <inheritdoc/>
    public bool IsOver => _isOver;

    /// <inheritdoc/>
    public int Lives => _definition.Lives is { } lives ? (int)Math.Clamp(lives.Read(_core.Memory), 0, int.MaxValue) : 0;

    /// <inheritdoc/>
    public IReadOnlyList<StateFact> Facts { get; }

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (!_core.Restore(_start)) throw new EnvironmentFaultException("The core did not restore the start of the game; expected it to.");
        _startScreen.CopyTo(_core.Screen, 0);
        RememberNumbers();
        _isOver = false;
        _core.Screen.CopyTo(observation.Pixels);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        StepOutcome outcome = Advance(action, draws: true);
        _core.Screen.CopyTo(observation.Pixels);
        return outcome;
    }

    /// <inheritdoc/>
    public StepOutcome StepWithoutRendering(AgentAction action) => Advance(action, draws: false);

    /// <inheritdoc/>
    public void ReadFacts(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = _definition.Facts[i].Number.Read(_core.Memory);
    }

    /// <inheritdoc/>
    public void DrawImage(Observation image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _core.Screen.CopyTo(image.Pixels);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        state.Truth(ref _isOver, "end of the episode");
        if (!state.IsRestoring)
        {
            Array.Clear(_state);
            _core.Save(_state);
        }

        state.Bytes(_state, "byte of the machine's state");
        state.Bytes(_core.Screen, "byte of the screen");
        if (!state.IsRestoring) return;
        if (!_core.Restore(_state))
            throw new InvalidDataException("the core refuses the state of the machine; expected one that this core saved");
        RememberNumbers();
    }

    /// <inheritdoc/>
    public void Dispose() => _core.Dispose();

    private StepOutcome Advance(AgentAction action, bool draws)
    {
        Actions.Check(action);
        EnvironmentState.RefuseStepIf(_isOver);
        _core.Run(_held[action.Choice], draws);
        ReadOnlySpan<byte> memory = _core.Memory;
        double reward = 0;
        for (int i = 0; i < _before.Length; i++)
        {
            RewardTerm term = _definition.Rewards[i];
            long now = term.Number.Read(memory);
            reward += term.Of(_before[i], now);
            _before[i] = now;
        }

        for (int i = 0; i < _atStart.Length; i++)
        {
            EndCondition end = _definition.Ends[i];
            _isOver |= end.Holds(_atStart[i], end.Number.Read(memory));
        }

        return new StepOutcome((float)reward, _isOver, Truncated: false);
    }

    private void RememberNumbers()
    {
        for (int i = 0; i < _before.Length; i++) _before[i] = _definition.Rewards[i].Number.Read(_core.Memory);
    }

    /// <summary>Refuses numbers beyond the memory, and a core that saves no states.</summary>
    private void CheckMemory()
    {
        if (_core.StateLength == 0)
        {
            throw new InputException(
                $"The core {_definition.Core} saves no states; expected one that does, because episodes begin at one.");
        }

        IEnumerable<(string, MemoryNumber)> numbers =
        [
            .. _definition.Rewards.Select((term, i) => ($"rewards[{i}]", term.Number)),
            .. _definition.Ends.Select((end, i) => ($"ends[{i}]", end.Number)),
            .. _definition.Facts.Select((fact, i) => ($"facts[{i}]", fact.Number)),
            .. _definition.Lives is { } lives ? [("lives", lives)] : Array.Empty<(string, MemoryNumber)>(),
        ];
        int length = _core.Memory.Length;
        if (length == 0)
        {
            throw new InputException(
                $"The core {_definition.Core} shows no memory; expected one that does, because rewards are read from it.");
        }

        foreach ((string member, MemoryNumber number) in numbers)
        {
            if (number.End <= length) continue;
            throw new InputException(
                $"The address of {member} is {number.Address}, of {number.Length} bytes in a memory of {length}; "
                + $"expected at most {length - number.Length}.");
        }
    }
}

/// <summary>The buttons of libretro's joypad. A choice of an environment is the set of buttons that are held, a bit for each.</summary>
internal static class Joypad
{
    /// <summary>The choice that holds no button.</summary>
    internal const string None = "none";

    /// <summary>The names, each at its number in libretro (RETRO_DEVICE_ID_JOYPAD_…).</summary>
    private static readonly string[] Names =
        ["b", "y", "select", "start", "up", "down", "left", "right", "a", "x", "l", "r", "l2", "r2", "l3", "r3"];

    /// <summary>Reads "up+a".</summary>
    /// <param name="text">The names with plus signs between, or <see cref="None"/>.</param>
    /// <returns>Bit i is set if button i is held.</returns>
    /// <exception cref="InputException">There is no such button.</exception>
    internal static short Read(string text)
    {
        int held = 0;
        if (string.Equals(text.Trim(), None, StringComparison.OrdinalIgnoreCase)) return 0;
        foreach (string word in text.Split('+', StringSplitOptions.TrimEntries))
        {
            int button = Array.FindIndex(Names, name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase));
            if (button < 0) throw new InputException(Core.Options.Names.Unknown("button", word, [None, .. Names]));
            held |= 1 << button;
        }

        return (short)held;
    }
}
