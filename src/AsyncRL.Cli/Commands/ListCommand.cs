using System.CommandLine;
using AsyncRL.Cli.Listing;
using AsyncRL.Cli.Parsing;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl list</c>: everything that has a name, in short, or with its options.</summary>
internal sealed class ListCommand : ExampledCommand
{
    /// <summary>The first word of a kind is its option; with an s it is the name of its chapter.</summary>
    private static readonly string[] Kinds =
        ["environment", "algorithm", "network", "optimizer", "initializer", "sharing mode", "execution mode"];

    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string?> _name = new("NAME")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "What to show in full: an environment, an algorithm, an option or anything else with a name.",
    };

    private readonly List<TextOption> _kinds = [];
    private readonly Option<bool> _all = new("--all") { Description = "Show everything in full." };
    private readonly Option<bool> _json = JsonOption.Create();

    internal ListCommand(ConsoleHost consoleHost)
        : base(
            "list",
            "List environments, algorithms, networks, optimizers and the rest; one of them with options, defaults, units and sources.",
            ["Where several things have one name, all are shown; an option like --network NAME shows one kind only."],
            ["asyncrl list", "asyncrl list catch", "asyncrl list --network mlp", "asyncrl list learning-rate", "asyncrl list --all | less"])
    {
        _consoleHost = consoleHost;
        Add(_name);
        foreach (string kind in Kinds)
        {
            string article = "aeiou".Contains(kind[0], StringComparison.Ordinal) ? "an" : "a";
            string option = $"--{kind.Split(' ')[0]}";
            _kinds.Add(new TextOption(option, "NAME", $"the name of {article} {kind}", $"Show {article} {kind} in full."));
            Add(_kinds[^1]);
        }

        Add(_all);
        Add(_json);
        SetAction(List);
    }

    private int List(ParseResult parsed)
    {
        IReadOnlyList<Chapter> everything = Catalogue.Collect();
        IReadOnlyList<Chapter>? chosen = Choose(parsed, everything);
        if (parsed.GetValue(_json)) Json.Write(_consoleHost.Output, CatalogueDocument.Make(chosen ?? everything));
        else if (chosen is not null) CatalogueText.Write(Console(), chosen);
        else if (parsed.GetValue(_all)) CatalogueText.Write(Console(), everything);
        else CatalogueOverview.Write(_consoleHost.Output, everything);
        return ExitCode.Success;
    }

    /// <summary>What is asked for by name; null if nothing is.</summary>
    private List<Chapter>? Choose(ParseResult parsed, IReadOnlyList<Chapter> everything)
    {
        var chosen = new List<Chapter>();
        if (parsed.GetValue(_name) is { } name) chosen.AddRange(CatalogueSearch.Find(everything, name));
        for (int i = 0; i < Kinds.Length; i++)
        {
            if (parsed.GetValue(_kinds[i]) is { } wanted)
                chosen.AddRange(CatalogueSearch.Find(everything, Kinds[i], Kinds[i] + "s", wanted));
        }

        return chosen.Count > 0 ? chosen : null;
    }

    private Spectre.Console.IAnsiConsole Console() => _consoleHost.CreateConsole(_consoleHost.Output, _consoleHost.OutputIsTerminal);
}
