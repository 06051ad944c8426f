using System.CommandLine;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Play;

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
