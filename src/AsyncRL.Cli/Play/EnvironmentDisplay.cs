using System.CommandLine;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
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

/// <summary>The image of an environment that is shown to people.</summary>
internal enum View
{
    /// <summary>The game's screen, if it has one; otherwise the agent's observation.</summary>
    Screen,

    /// <summary>The agent's observation.</summary>
    Agent,
}

/// <summary>The option --view of the commands that show an environment. The default is the screen.</summary>
internal sealed class ViewOption : Option<View>, IExpectingOption
{
    private const string OptionName = "--view";
    private static readonly string[] Views = ["screen", "agent"];

    /// <summary>Describes the option.</summary>
    internal ViewOption()
        : base(OptionName)
    {
        HelpName = "screen|agent";
        Description = "Show the game's screen, or the agent's observation. Default: screen.";
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (Names.Match(text, Views) is { } word) return word == Views[1] ? View.Agent : View.Screen;
            string advice = Names.Nearest(text, Views) is { } nearest ? $"did you mean {nearest}?" : $"expected {Expected}.";
            argument.AddError($"The option {OptionName} is \"{text}\"; {advice}");
            return default;
        };
    }

    public string Expected => "screen or agent";
}
