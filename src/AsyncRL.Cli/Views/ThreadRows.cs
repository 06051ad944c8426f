using System.Collections.Immutable;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Views;

/// <summary>A row per actor-learner: its agent steps and updates, its time by phase, and its staleness.</summary>
internal static class ThreadRows
{
    private const int WideFrom = 108;
    private static readonly Style Heading = new(Color.Grey);
    private static readonly Style Largest = new(Color.Yellow);
    private static readonly string[] ShortPhases = ["snap", "act", "env", "back", "apply"];

    /// <summary>Adds the table to a text.</summary>
    /// <param name="sheet">The text.</param>
    /// <param name="threads">The threads; empty before the first report.</param>
    /// <param name="count">Number of threads.</param>
    /// <param name="width">Available columns.</param>
    /// <param name="height">Available rows; threads that do not fit are summed up in the last row.</param>
    internal static void Add(StyledText sheet, ImmutableArray<ThreadStatistics> threads, int count, int width, int height)
    {
        const int HeadingRows = 2;
        Columns columns = Columns.For(width);
        AddHeading(sheet, columns);
        int rows = height - HeadingRows;
        int shown = count <= rows ? count : Math.Max(0, rows - 1);
        for (int i = 0; i < shown; i++) AddRow(sheet, columns, i, i < threads.Length ? threads[i] : null);
        if (shown < count && rows > 0) AddRest(sheet, columns, threads, shown, count);
    }

    private static void AddHeading(StyledText sheet, Columns columns)
    {
        int share = (columns.Gap * 4) + columns.Phases[0] + columns.Phases[1] + columns.Phases[2] + columns.Phases[3] + columns.Phases[4];
        int before = columns.Thread + columns.AgentSteps + columns.Rate + columns.Updates + (4 * columns.Gap);
        sheet.Line().Add(new string(' ', before)).Add(Ruled("share of time, %", share), Heading);
        sheet.Add(new string(' ', columns.Gap)).Add(Ruled("staleness", (2 * columns.Staleness) + columns.Gap), Heading);
        string gap = new(' ', columns.Gap);
        sheet.Line().AddRight("thread", columns.Thread, Heading).Add(gap).AddRight("agent steps", columns.AgentSteps, Heading).Add(gap);
        sheet.AddRight("per second", columns.Rate, Heading).Add(gap).AddRight("updates", columns.Updates, Heading);
        string[] names = columns.Gap > 1 ? Array.ConvertAll([.. Phase.Standard], phase => phase.Name) : ShortPhases;
        for (int i = 0; i < names.Length; i++) sheet.Add(gap).AddRight(names[i], columns.Phases[i], Heading);
        sheet.Add(gap).AddRight("mean", columns.Staleness, Heading).Add(gap).AddRight("max", columns.Staleness, Heading);
    }

    private static void AddRow(StyledText sheet, Columns columns, int index, ThreadStatistics? thread)
    {
        string gap = new(' ', columns.Gap);
        sheet.Line().AddRight(index.ToString(System.Globalization.CultureInfo.InvariantCulture), columns.Thread).Add(gap);
        sheet.AddRight(NumberText.Count(thread?.AgentSteps ?? double.NaN), columns.AgentSteps).Add(gap);
        sheet.AddRight(NumberText.Count(thread?.AgentStepsPerSecond ?? double.NaN), columns.Rate).Add(gap);
        sheet.AddRight(NumberText.Count(thread?.Updates ?? double.NaN), columns.Updates);
        double total = 0, largest = 0;
        foreach (double seconds in thread?.PhaseSeconds ?? [])
        {
            total += seconds;
            largest = Math.Max(largest, seconds);
        }

        for (int i = 0; i < columns.Phases.Length; i++)
        {
            double seconds = thread?.PhaseSeconds[i] ?? double.NaN;
            sheet.Add(gap).AddRight(NumberText.Percent(seconds / total), columns.Phases[i], seconds == largest ? Largest : null);
        }

        sheet.Add(gap).AddRight(NumberText.Significant(thread?.MeanStaleness ?? double.NaN), columns.Staleness);
        sheet.Add(gap).AddRight(NumberText.Count(thread?.LargestStaleness ?? double.NaN), columns.Staleness);
    }

    private static void AddRest(StyledText sheet, Columns columns, ImmutableArray<ThreadStatistics> threads, int shown, int count)
    {
        double agentSteps = threads.IsEmpty ? double.NaN : 0, rate = agentSteps, updates = agentSteps;
        for (int i = shown; i < threads.Length; i++)
        {
            agentSteps += threads[i].AgentSteps;
            rate += threads[i].AgentStepsPerSecond;
            updates += threads[i].Updates;
        }

        string gap = new(' ', columns.Gap);
        sheet.Line().AddRight($"+ {count - shown}", columns.Thread, Heading);
        sheet.Add(gap).AddRight(NumberText.Count(agentSteps), columns.AgentSteps, Heading);
        sheet.Add(gap).AddRight(NumberText.Count(rate), columns.Rate, Heading);
        sheet.Add(gap).AddRight(NumberText.Count(updates), columns.Updates, Heading);
        sheet.Add("  more threads, in all", Heading);
    }

    /// <summary>A heading over several columns: "── staleness ──".</summary>
    private static string Ruled(string text, int width)
    {
        int rules = Math.Max(0, width - text.Length - 2);
        return new string('─', rules / 2) + ' ' + text + ' ' + new string('─', rules - (rules / 2));
    }

    /// <summary>Widths of the columns.</summary>
    private sealed record Columns(int Gap, int Thread, int AgentSteps, int Rate, int Updates, int[] Phases, int Staleness)
    {
        internal static Columns For(int width) => width >= WideFrom
            ? new Columns(2, 6, 12, 10, 10, [8, 4, 11, 8, 5], 6)
            : new Columns(1, 6, 11, 10, 10, [4, 3, 3, 4, 5], 5);
    }
}
