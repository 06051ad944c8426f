using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Begins episodes with a random number of frames in which nothing is done, so that episodes begin differently (Mnih et al., 2015,
/// "Evaluation procedure"). These frames belong to no episode; their rewards are dropped.
/// </summary>
/// <remarks>
/// The number is uniform from 0 to the largest number. It counts frames, not agent steps. If the game ends in these frames, it begins
/// again. Only the last of the frames is drawn.
/// </remarks>
public sealed class NoOpStarts : FrameWrapper
{
    private readonly int _mostFrames;
    private readonly RandomGenerator _generator;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment; the wrapper owns it from now on.</param>
    /// <param name="mostFrames">The largest number of frames, at least 0.</param>
    /// <param name="generator">Draws the number, once per reset; the wrapper owns it from now on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mostFrames"/> is negative.</exception>
    public NoOpStarts(IFrameEnvironment inner, int mostFrames, RandomGenerator generator)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostFrames);
        ArgumentNullException.ThrowIfNull(generator);
        (_mostFrames, _generator) = (mostFrames, generator);
    }

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        Inner.Reset(observation);
        for (int left = _generator.NextInteger(_mostFrames + 1); left > 0; left--)
        {
            StepOutcome outcome = left == 1 ? Inner.Step(NoOp, observation) : Inner.StepWithoutRendering(NoOp);
            if (outcome.IsEnd) Inner.Reset(observation);
        }
    }

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        state.Generator(_generator);
        Inner.Transfer(state);
    }
}
