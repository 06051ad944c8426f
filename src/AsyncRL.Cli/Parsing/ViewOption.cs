using System.CommandLine;
using AsyncRL.Cli.Play;

namespace AsyncRL.Cli.Parsing;

/// <summary>The option --view of the commands that show an environment; the screen if it is not given.</summary>
internal sealed class ViewOption : Option<View>, IExpectingOption
{
    private const string Spelling = "--view";

    /// <summary>Describes the option.</summary>
    internal ViewOption()
        : base(Spelling)
    {
        HelpName = "screen|agent";
        Description = "Show the game's screen, or what the agent sees of it. Default: screen.";
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (text is "screen" or "agent") return text == "agent" ? View.Agent : View.Screen;
            argument.AddError($"The option {Spelling} is \"{text}\"; expected {Expected}.");
            return default;
        };
    }

    public string Expected => "screen or agent";
}
