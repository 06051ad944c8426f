using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using CommunityToolkit.HighPerformance;

namespace AsyncRL.Environments.Catch;

/// <summary>Catch as a task: actions move the paddle of a <see cref="CatchGame"/>, and observations are its single frames.</summary>
/// <remarks>Actions: 0 is left, 1 stay, 2 right. The optimal return is the number of balls; see <see cref="CatchGame"/>.</remarks>
public sealed class CatchEnvironment : IEnvironment
{
    /// <summary>Height and width in pixels of the frames of Mnih et al. (2015, 2016).</summary>
    private const int PaperSize = 84;

    private readonly RandomGenerator _generator;
    private readonly Visibility _visibility;

    /// <summary>Makes the task.</summary>
    /// <param name="options">The options, each in its range; <see cref="CatchOptions.Stack"/> is used only by the caller.</param>
    /// <param name="generator">The only source of randomness.</param>
    /// <exception cref="InputException">The options contradict each other.</exception>
    internal CatchEnvironment(CatchOptions options, RandomGenerator generator)
    {
        _generator = generator;
        _visibility = Visibility.Parse(options.Visibility);
        Game = new CatchGame(options, generator);
        Observation = options.Rendering == "84" ? PaperFrame(options) : ObservationSpecification.Pixels(options.Rows, options.Columns, 1);
    }

    /// <summary>The game behind the pixels.</summary>
    public CatchGame Game { get; }

    /// <inheritdoc/>
    public ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public ActionSpecification Actions { get; } = ActionSpecification.Discrete("left", "stay", "right");

    /// <inheritdoc/>
    public bool CanSave => true;

    /// <inheritdoc/>
    public int? LongestEpisode => Game.EpisodeLength;

    /// <inheritdoc/>
    public bool IsOver => Game.IsOver;

    /// <inheritdoc/>
    public void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Game.Reset();
        Show(observation);
    }

    /// <inheritdoc/>
    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        ArgumentNullException.ThrowIfNull(observation);
        if (Game.IsOver) throw new InvalidOperationException("No episode is running; call Reset first.");
        int reward = Game.Advance(action.Choice - 1);
        Show(observation);
        return new StepOutcome(reward, Game.IsOver, Truncated: false);
    }

    /// <inheritdoc/>
    public void Transfer(StateTransfer state)
    {
        Game.Transfer(state);
        state.Generator(_generator);
    }

    private static ObservationSpecification PaperFrame(CatchOptions options)
    {
        if (Math.Max(options.Rows, options.Columns) > PaperSize)
        {
            throw new InputException(
                $"The board has {options.Rows} rows and {options.Columns} columns; expected at most {PaperSize} of each for 84x84 pixels.");
        }

        return ObservationSpecification.Pixels(PaperSize, PaperSize, 1);
    }

    private void Show(Observation observation)
    {
        Span2D<byte> image = observation.Pixels.AsSpan2D(Observation.Height, Observation.Width);
        CatchPainter.Paint(Game, _visibility.DrawMaximumAge(_generator), image);
    }
}
