using System.CommandLine;
using AsyncRL.Cli.Listing;
using AsyncRL.Cli.Parsing;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl list</c>: everything that has a name, with its options.</summary>
internal sealed class ListCommand : ExampledCommand
{
    internal ListCommand(Surroundings surroundings)
        : base(
            "list",
            "List environments, algorithms, networks, optimisers and the rest, with options, defaults, units and sources.",
            [],
            ["asyncrl list", "asyncrl list | less", "asyncrl list --json"])
    {
        Option<bool> json = JsonOption.Create();
        Add(json);
        SetAction(parsed =>
        {
            IReadOnlyList<Chapter> chapters = Catalogue.Collect();
            if (parsed.GetValue(json)) Json.Write(surroundings.Output, CatalogueDocument.Make(chapters));
            else CatalogueText.Write(surroundings.CreateConsole(surroundings.Output, surroundings.OutputIsTerminal), chapters);
            return ExitCode.Success;
        });
    }
}
