using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>
/// A screen that changes in each frame at random: not at all, in one byte, in a few rectangles, or everywhere. Lives are lost and games end
/// at random.
/// </summary>
internal sealed class ChangingFrames(ObservationSpecification screen, ulong seed) : IFrameEnvironment
{
    private readonly RandomGenerator _generator = new(seed);
    private readonly byte[] _pixels = new byte[screen.Size];
    private int _lives;
    private bool _isOver = true;

    public ObservationSpecification Observation => screen;

    public ActionSpecification Actions => ActionSpecification.Discrete(3);

    public bool CanSave => true;

    public int Lives => _lives;

    public bool IsOver => _isOver;

    public void Reset(Observation observation)
    {
        (_lives, _isOver) = (3, false);
        Change();
        _pixels.CopyTo(observation.Pixels);
    }

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        StepOutcome outcome = StepWithoutRendering(action);
        _pixels.CopyTo(observation.Pixels);
        return outcome;
    }

    public StepOutcome StepWithoutRendering(AgentAction action)
    {
        Actions.Check(action);
        Change();
        if (_generator.NextInteger(60) == 0) _lives--;
        _isOver = _lives == 0 || _generator.NextInteger(200) == 0;
        return new StepOutcome(action.Choice, _isOver, Truncated: false);
    }

    public void Transfer(StateTransfer state)
    {
        state.Bytes(_pixels, "screen");
        state.Number(ref _lives, "number of lives");
        state.Truth(ref _isOver, "end of the episode");
        state.Generator(_generator);
    }

    private void Change()
    {
        switch (_generator.NextInteger(8))
        {
            case 0: break;
            case 1: _pixels[_generator.NextInteger(_pixels.Length)] ^= 1; break;
            case 2: foreach (ref byte pixel in _pixels.AsSpan()) pixel = (byte)_generator.NextUInt64(); break;
            default: for (int left = _generator.NextInteger(5); left > 0; left--) ChangeRectangle(); break;
        }
    }

    private void ChangeRectangle()
    {
        int rowLength = screen.Width * screen.Channels;
        int top = _generator.NextInteger(screen.Height), first = _generator.NextInteger(rowLength);
        int bottom = Math.Min(screen.Height, top + 1 + _generator.NextInteger(20));
        int length = Math.Min(rowLength - first, 1 + _generator.NextInteger(20));
        for (int row = top; row < bottom; row++) _pixels.AsSpan((row * rowLength) + first, length).Fill((byte)_generator.NextUInt64());
    }
}
