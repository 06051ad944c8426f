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
