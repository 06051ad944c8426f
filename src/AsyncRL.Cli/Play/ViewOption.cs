using System.CommandLine;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Play;

/// <summary>The option --view of the commands that show an environment; the screen if it is not given.</summary>
internal sealed class ViewOption : Option<View>, IExpectingOption
{
    private const string Spelling = "--view";
    private static readonly string[] Words = ["screen", "agent"];

    /// <summary>Describes the option.</summary>
    internal ViewOption()
        : base(Spelling)
    {
        HelpName = "screen|agent";
        Description = "Show the game's screen, or what the agent sees of it. Default: screen.";
        CustomParser = argument =>
        {
            string text = argument.Tokens[0].Value;
            if (Names.Match(text, Words) is { } word) return word == Words[1] ? View.Agent : View.Screen;
            string advice = Names.Nearest(text, Words) is { } nearest ? $"did you mean {nearest}?" : $"expected {Expected}.";
            argument.AddError($"The option {Spelling} is \"{text}\"; {advice}");
            return default;
        };
    }

    public string Expected => "screen or agent";
}
