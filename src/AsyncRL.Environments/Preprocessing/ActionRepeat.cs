using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Repeats an action over several frames. The observation is the larger value, pixel by pixel and color by color, of the last two frames.
/// So objects that a game draws only in every other frame are always visible (Mnih et al., 2015, "Preprocessing"). Rewards are summed.
/// </summary>
/// <remarks>
/// Only those two frames are drawn. The end of an episode also ends the repetition. If the episode ends in the first of the two frames,
/// that frame is the observation. If it ends before, the last observation is shown again. Without repetition a frame is shown unchanged.
/// </remarks>
public sealed class ActionRepeat : Wrapper
{
    private readonly int _frames;
    private readonly IRedrawable? _game;
    private readonly Observation _earlier;
    private readonly Observation _latest;

    /// <summary>The cells in which a frame may differ from the game's background.</summary>
    private readonly PictureCells _drawnEarlier, _drawnLatest;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">An environment that shows images; the wrapper owns it from now on.</param>
    /// <param name="frames">Frames for which an action is repeated, at least 1.</param>
    /// <exception cref="ArgumentException">The environment shows no images.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is below 1.</exception>
    public ActionRepeat(IFrameEnvironment inner, int frames)
        : this(inner, frames, game: null)
    {
    }

    /// <summary>Wraps an environment that may be wrapped around a game that draws its changes only.</summary>
    /// <param name="inner">An environment that shows images; the wrapper owns it from now on.</param>
    /// <param name="frames">Frames for which an action is repeated, at least 1.</param>
    /// <param name="game">The game whose frames <paramref name="inner"/> shows unchanged; null if it is not known.</param>
    internal ActionRepeat(IFrameEnvironment inner, int frames, IRedrawable? game)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        if (inner.Observation.Kind != ObservationKind.Pixels)
            throw new ArgumentException($"Only images have a pixel-wise maximum: {inner.Observation}.", nameof(inner));
        (Inner, _frames, _game) = (inner, frames, game);
        _earlier = new Observation(inner.Observation);
        _latest = new Observation(inner.Observation);
        (_drawnEarlier, _drawnLatest) = (new PictureCells(inner.Observation), new PictureCells(inner.Observation));
        ForgetDrawn();
    }

    /// <summary>The environment whose actions are repeated.</summary>
    public new IFrameEnvironment Inner { get; }

    /// <summary>The earlier one of the last two frames.</summary>
    internal ReadOnlySpan<byte> Earlier => _earlier.Pixels;

    /// <summary>The last frame.</summary>
    internal ReadOnlySpan<byte> Latest => _latest.Pixels;

    /// <inheritdoc/>
    public override int FramesPerAgentStep => _frames * Inner.FramesPerAgentStep;

    /// <inheritdoc/>
    public override int? LongestEpisode => (Inner.LongestEpisode + _frames - 1) / _frames;

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Begin();
        _latest.Pixels.CopyTo(observation.Pixels);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        StepOutcome outcome = Repeat(action);
        Maximum(_earlier.Pixels, _latest.Pixels, observation.Pixels);
        return outcome;
    }

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        state.Bytes(_earlier.Pixels, "earlier frame");
        state.Bytes(_latest.Pixels, "latest frame");
        if (state.IsRestoring) ForgetDrawn();
        Inner.Transfer(state);
    }

    /// <summary>Begins an episode as <see cref="Reset"/> does, but writes no observation. Both frames are the first frame.</summary>
    internal void Begin()
    {
        Inner.Reset(_latest);
        _latest.Pixels.CopyTo(_earlier.Pixels);
        ForgetDrawn();
    }

    /// <summary>Performs one agent step as <see cref="Step"/> does, but writes no observation.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The sums of the rewards, and whether the episode is over.</returns>
    internal StepOutcome Repeat(AgentAction action)
    {
        float reward = 0, rawReward = 0;
        StepOutcome outcome = default;
        for (int left = _frames; left > 0 && !outcome.IsEnd; left--)
        {
            outcome = Advance(action, left);
            reward += outcome.Reward;
            rawReward += outcome.RawReward;
        }

        return outcome with { Reward = reward, RawReward = rawReward };
    }

    /// <summary>Adds the cells in which one of the last two frames may differ from a background that never changes.</summary>
    internal void AddDrawn(PictureCells cells)
    {
        cells.Add(_drawnEarlier);
        cells.Add(_drawnLatest);
    }

    /// <summary>Writes the larger byte of each pair.</summary>
    /// <param name="left">Bytes.</param>
    /// <param name="right">The same number of bytes.</param>
    /// <param name="larger">Receives the same number of bytes.</param>
    internal static void Maximum(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> larger)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, left.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(larger.Length, left.Length);
        ref byte a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right);
        ref byte c = ref MemoryMarshal.GetReference(larger);
        int i = 0;
        for (; i <= left.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            nuint at = (nuint)i;
            Vector.Max(Vector.LoadUnsafe(ref a, at), Vector.LoadUnsafe(ref b, at)).StoreUnsafe(ref c, at);
        }

        for (; i < left.Length; i++) Unsafe.Add(ref c, i) = Math.Max(left[i], right[i]);
    }

    /// <summary>Performs one frame. The last two frames of a repetition are drawn.</summary>
    private StepOutcome Advance(AgentAction action, int left)
    {
        if (left > 2) return Inner.StepWithoutRendering(action);
        StepOutcome outcome = left == 2 ? Draw(action, _earlier, _drawnEarlier) : Draw(action, _latest, _drawnLatest);
        if (_frames == 1) Copy(_latest, _drawnLatest, _earlier, _drawnEarlier);
        else if (left == 2 && outcome.IsEnd) Copy(_earlier, _drawnEarlier, _latest, _drawnLatest);
        return outcome;
    }

    private StepOutcome Draw(AgentAction action, Observation frame, PictureCells drawn)
    {
        if (_game is null) return Inner.Step(action, frame);
        StepOutcome outcome = Inner.StepWithoutRendering(action);
        _game.Redraw(frame.Pixels, drawn);
        return outcome;
    }

    private static void Copy(Observation frame, PictureCells drawn, Observation copy, PictureCells drawnOfCopy)
    {
        frame.Pixels.CopyTo(copy.Pixels);
        drawnOfCopy.Clear();
        drawnOfCopy.Add(drawn);
    }

    private void ForgetDrawn()
    {
        _drawnEarlier.AddAll();
        _drawnLatest.AddAll();
    }
}

/// <summary>A game of frames whose pictures consist of a background that never changes and of things that are drawn over it.</summary>
internal interface IRedrawable
{
    /// <summary>Draws the present state as <see cref="IEnvironment.Step"/> does, over an older picture of the same game.</summary>
    /// <param name="picture">An older picture; it becomes the present one.</param>
    /// <param name="drawn">
    /// The cells in which the older picture may differ from the background; they become those in which the present picture may.
    /// </param>
    void Redraw(Span<byte> picture, PictureCells drawn);
}
