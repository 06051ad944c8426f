using System.CommandLine;
using AsyncRL.Cli.Listing;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl list</c>: lists everything that has a name, as an overview or with options.</summary>
internal sealed class ListCommand : ExampledCommand
{
    /// <summary>The first word of a kind is the name of its option; the plural is the name of its section.</summary>
    private static readonly string[] Kinds =
        ["environment", "algorithm", "network", "optimizer", "initializer", "sharing mode", "execution mode"];

    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string?> _name = new("NAME")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "What to show in full: an environment, an algorithm, an option or anything else with a name, or FILE.dll:TYPE.",
    };

    private readonly List<TextOption> _kinds = [];
    private readonly Option<bool> _all = new("--all") { Description = "Show everything in full." };
    private readonly Option<bool> _json = JsonOption.Create();

    internal ListCommand(ConsoleHost consoleHost)
        : base(
            "list",
            "List environments, algorithms, networks, optimizers and so on, or show one of them with options, defaults, units and sources.",
            ["If several things have the same name, all are shown; an option such as --network NAME shows one kind only."],
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
        IReadOnlyList<CatalogueSection> everything = Catalogue.Collect();
        IReadOnlyList<CatalogueSection>? chosen = Choose(parsed, everything);
        if (chosen is null) everything = [.. everything, Catalogue.FindBridges(EnvironmentCatalogue.Families)];
        if (parsed.GetValue(_json)) Json.Write(_consoleHost.Output, CatalogueDocument.Make(chosen ?? everything));
        else if (chosen is not null) CatalogueText.Write(Console(), chosen);
        else if (parsed.GetValue(_all)) CatalogueText.Write(Console(), everything);
        else CatalogueOverview.Write(_consoleHost, everything);
        return ExitCode.Success;
    }

    /// <summary>Finds what the command line names; null if it names nothing.</summary>
    private List<CatalogueSection>? Choose(ParseResult parsed, IReadOnlyList<CatalogueSection> everything)
    {
        var chosen = new List<CatalogueSection>();
        if (parsed.GetValue(_name) is { } name)
            chosen.AddRange(ChooseOfAssembly(name) ?? ChooseOfFamilies(name) ?? CatalogueSearch.Find(everything, name));
        for (int i = 0; i < Kinds.Length; i++)
        {
            if (parsed.GetValue(_kinds[i]) is { } wanted)
                chosen.AddRange(CatalogueSearch.Find(everything, Kinds[i], Kinds[i] + "s", wanted));
        }

        return chosen.Count > 0 ? chosen : null;
    }

    /// <summary>Loads an environment from an assembly of the user's; null if the name is another.</summary>
    private static IReadOnlyList<CatalogueSection>? ChooseOfAssembly(string name) =>
        name.Contains(".dll", StringComparison.OrdinalIgnoreCase) ? [Catalogue.DescribeOne(NamedParts.Environment(name))] : null;

    /// <summary>Finds what belongs to a bridge: all bridges, one by its prefix, or an environment; null if the name is another.</summary>
    private static IReadOnlyList<CatalogueSection>? ChooseOfFamilies(string name)
    {
        if (Names.Match(name, [Catalogue.Bridges]) is not null) return [Catalogue.FindBridges(EnvironmentCatalogue.Families)];
        foreach (EnvironmentFamily family in EnvironmentCatalogue.Families)
        {
            if (Names.Match(name, [family.Form, family.Prefix, family.Prefix.TrimEnd(':')]) is not null)
                return [Catalogue.FindBridges([family])];
            if (family.Has(name)) return [Catalogue.DescribeOne(family.Find(name))];
        }

        return null;
    }

    private Spectre.Console.IAnsiConsole Console() => _consoleHost.CreateConsole(_consoleHost.Output, _consoleHost.OutputIsTerminal);
}
