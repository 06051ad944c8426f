using AsyncRL.Core.Options;
using Spectre.Console;

namespace AsyncRL.Cli.Listing;

/// <summary>The catalogue as text.</summary>
internal static class CatalogueText
{
    private const int Indent = 2;

    /// <summary>Writes the catalogue.</summary>
    /// <param name="console">Receives the text.</param>
    /// <param name="sections">The sections.</param>
    internal static void Write(IAnsiConsole console, IReadOnlyList<CatalogueSection> sections)
    {
        foreach (CatalogueSection section in sections)
        {
            console.MarkupLineInterpolated($"[bold yellow]{section.Name}[/] [grey]{section.Usage}[/]");
            Grid? names = null;
            foreach (CatalogueEntry entry in section.Entries)
            {
                if (entry.Options.Count == 0 && entry.Facts.Count <= 1) AddLine(names ??= NewGrid(), entry);
                else WriteLong(console, entry);
            }

            if (names is not null) console.Write(Indented(names));
            WriteOptions(console, section.Options);
            console.WriteLine();
        }
    }

    private static void AddLine(Grid names, CatalogueEntry entry)
    {
        string fact = entry.Facts.Count > 0 ? $"{entry.Facts[0].Text} ({entry.Summary})" : entry.Summary;
        names.AddRow(Bold(entry.Name), new Text(fact));
    }

    private static void WriteLong(IAnsiConsole console, CatalogueEntry entry)
    {
        Grid grid = NewGrid().AddRow(Bold(entry.Name), new Text(entry.Summary));
        foreach (CatalogueFact fact in entry.Facts) grid.AddRow(new Text(fact.Name), new Text(fact.Text));
        console.Write(Indented(grid));
        WriteOptions(console, entry.Options);
    }

    private static void WriteOptions(IAnsiConsole console, IReadOnlyList<OptionDescription> options)
    {
        if (options.Count == 0) return;
        Table table = new Table().RoundedBorder().AddColumns("option", "default", "unit", "expected", "meaning");
        table.Columns[0].NoWrap();
        table.Columns[1].NoWrap();
        foreach (OptionDescription option in options)
        {
            table.AddRow(
                Bold(option.Name), new Text(option.Default), new Text(option.Unit), new Text(option.Expected), new Text(option.Meaning));
        }

        console.Write(Indented(table));
    }

    private static Grid NewGrid() => new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();

    private static Text Bold(string text) => new(text, new Style(decoration: Decoration.Bold));

    private static Padder Indented(Spectre.Console.Rendering.IRenderable content) => new(content, new Padding(Indent, 0, 0, 0));
}

/// <summary>The names of the catalogue on one screen, and the commands that show more.</summary>
internal static class CatalogueOverview
{
    private const int NameWidth = 14, LineWidth = 79;

    /// <summary>Writes the overview.</summary>
    /// <param name="consoleHost">Receives the overview.</param>
    /// <param name="sections">The catalogue.</param>
    internal static void Write(ConsoleHost consoleHost, IReadOnlyList<CatalogueSection> sections)
    {
        TextWriter writer = consoleHost.Output;
        var options = new List<string>();
        foreach (CatalogueSection section in sections)
        {
            foreach (OptionDescription option in section.Options) options.Add(option.Name);
            if (section.Name == Catalogue.Bridges) WriteStates(writer, section);
            else if (section.Entries.Count > 0) WriteNames(writer, section.Name, NamesOf(section));
        }

        WriteNames(writer, "options", options);
        writer.WriteLine();
        writer.WriteLine($"{consoleHost.Command} list NAME     one of these in full: options, defaults, units, sources");
        writer.WriteLine($"{consoleHost.Command} list options  the options of every run in full");
        writer.WriteLine($"{consoleHost.Command} list --all    everything in full");
    }

    /// <summary>A line, or more if it is long, for each bridge: its form, and whether it can be used.</summary>
    private static void WriteStates(TextWriter writer, CatalogueSection bridges)
    {
        foreach (CatalogueEntry bridge in bridges.Entries) WriteWords(writer, bridge.Name, bridge.Facts[0].Text.Split(' '));
    }

    private static List<string> NamesOf(CatalogueSection section)
    {
        var names = new List<string>();
        foreach (CatalogueEntry entry in section.Entries) names.Add(entry.Name);
        return names;
    }

    private static void WriteNames(TextWriter writer, string kind, List<string> names)
    {
        string[] words = [.. names];
        for (int i = 0; i < words.Length - 1; i++) words[i] += ",";
        WriteWords(writer, kind, words);
    }

    private static void WriteWords(TextWriter writer, string kind, string[] words)
    {
        string line = kind.PadRight(NameWidth);
        foreach (string next in words)
        {
            if (line.Length + 1 + next.Length > LineWidth)
            {
                writer.WriteLine(line.TrimEnd());
                line = new string(' ', NameWidth);
            }

            line += (line.Length > NameWidth ? " " : "") + next;
        }

        writer.WriteLine(line.TrimEnd());
    }
}
