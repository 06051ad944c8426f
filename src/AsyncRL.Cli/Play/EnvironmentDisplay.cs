using AsyncRL.Algorithms.Acting;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Play;

/// <summary>The image of an actor's environment that is shown to people.</summary>
internal sealed class EnvironmentDisplay
{
    private readonly Actor _actor;
    private readonly IDisplay? _display;
    private readonly Observation _shown;

    /// <summary>Creates the display of an environment.</summary>
    /// <param name="actor">The actor in the environment.</param>
    /// <param name="view">The image to show.</param>
    internal EnvironmentDisplay(Actor actor, View view)
    {
        _actor = actor;
        _display = view == View.Screen ? actor.Display : null;
        _shown = _display is null ? actor.Observation : new Observation(_display.Image);
    }

    /// <summary>Whether the image is the game's screen; otherwise it is the agent's observation.</summary>
    internal bool IsScreen => _display is not null;

    /// <summary>The shape of the image.</summary>
    internal ObservationSpecification Specification => _shown.Specification;

    /// <summary>Agent steps per second at the game's normal speed; null if it has none.</summary>
    internal double? Pace => (double?)_actor.Display?.FrameRate / _actor.FramesPerAgentStep;

    /// <summary>Draws the present state of the environment.</summary>
    /// <returns>The image, valid until the next call.</returns>
    internal Observation Draw()
    {
        _display?.DrawImage(_shown);
        return _shown;
    }
}
