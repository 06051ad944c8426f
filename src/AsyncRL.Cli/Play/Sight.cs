using AsyncRL.Algorithms.Acting;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Play;

/// <summary>What people are shown of an actor's environment.</summary>
internal sealed class Sight
{
    private readonly Actor _actor;
    private readonly IDisplay? _display;
    private readonly Observation _shown;

    /// <summary>Looks at an environment.</summary>
    /// <param name="actor">Who acts in it.</param>
    /// <param name="view">What is to be seen of it.</param>
    internal Sight(Actor actor, View view)
    {
        _actor = actor;
        _display = view == View.Screen ? actor.Display : null;
        _shown = _display is null ? actor.Observation : new Observation(_display.Image);
    }

    /// <summary>Whether this is a screen, rather than what the agent sees.</summary>
    internal bool IsScreen => _display is not null;

    /// <summary>What is shown.</summary>
    internal ObservationSpecification Specification => _shown.Specification;

    /// <summary>Agent steps per second at the pace of the game itself; null where it has none.</summary>
    internal double? Pace => (double?)_actor.Display?.FrameRate / _actor.FramesPerAgentStep;

    /// <summary>Draws how the environment stands.</summary>
    /// <returns>The picture, in memory that the next look uses again.</returns>
    internal Observation Look()
    {
        _display?.DrawImage(_shown);
        return _shown;
    }
}
