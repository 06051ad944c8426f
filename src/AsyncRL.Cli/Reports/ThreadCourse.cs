using System.Linq;
using AsyncRL.Cli.Curves;

namespace AsyncRL.Cli.Reports;

/// <summary>What a thread did in the course of a training, from the rows of threads.csv.</summary>
/// <param name="Thread">Its number.</param>
/// <param name="Spans">The times between its reports, in order.</param>
internal sealed record ThreadCourse(double Thread, IReadOnlyList<ThreadSpan> Spans)
{
    /// <summary>The end of the names of the columns of phases.</summary>
    internal const string Suffix = "_seconds";

    /// <summary>The most spans of a thread, because a picture shows no more. A table has many more rows.</summary>
    internal const int MostSpans = 120;

    /// <summary>The phases that a table has, in order.</summary>
    internal static List<string> PhasesOf(TableColumns table) =>
        [.. table.Names.Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length])];

    /// <summary>Reads the threads of a run.</summary>
    /// <param name="table">The run's threads.csv.</param>
    /// <returns>The threads with a report, by their number; none if the table lacks the time or the agent steps of threads.</returns>
    internal static IReadOnlyList<ThreadCourse> Of(TableColumns table)
    {
        if (table.Find("seconds") is not { } seconds || table.Find("thread_agent_steps") is not { } steps) return [];
        IReadOnlyList<double>? reports = table.Find("report");
        IReadOnlyList<double>[] phases = [.. PhasesOf(table).Select(name => table[name + Suffix])];
        var rows = new SortedDictionary<double, List<int>>();
        for (int row = 0; row < table.Rows; row++)
        {
            double thread = table["thread"][row];
            if (!double.IsFinite(thread) || !double.IsFinite(seconds[row]) || !double.IsFinite(steps[row])) continue;
            if (!rows.TryGetValue(thread, out List<int>? own)) rows[thread] = own = [];
            own.Add(row);
        }

        return [.. rows.Select(pair => new ThreadCourse(pair.Key, Join(SpansOf(pair.Value))))];

        IEnumerable<ThreadSpan> SpansOf(List<int> own)
        {
            (double second, double step, double report) = (0, 0, 0);
            foreach (int row in own)
            {
                // Phases count from the report before, which a full table may have left out. Then the reports since the row before are
                // taken as equally long.
                double left = reports is null ? 1 : Math.Max(1, reports[row] - report), passed = seconds[row] - second;
                if (passed > 0)
                {
                    yield return new ThreadSpan(
                        second, seconds[row], Math.Max(0, steps[row] - step), passed / left,
                        [.. phases.Select(phase => double.IsFinite(phase[row]) ? Math.Max(0, phase[row]) : 0)]);
                }

                (second, step, report) = (seconds[row], steps[row], reports is null ? 0 : reports[row]);
            }
        }
    }

    /// <summary>Joins neighbors until there are few enough spans, all nearly as long.</summary>
    private static List<ThreadSpan> Join(IEnumerable<ThreadSpan> spans)
    {
        List<ThreadSpan> all = [.. spans], joined = [];
        double shortest = all.Count <= MostSpans ? 0 : all[^1].To / MostSpans;
        foreach (ThreadSpan span in all)
        {
            if (joined.Count > 0 && joined[^1].To - joined[^1].From < shortest) joined[^1] = joined[^1].With(span);
            else joined.Add(span);
        }

        return joined;
    }
}

/// <summary>A time of a thread.</summary>
/// <param name="From">The begin, in seconds of the training.</param>
/// <param name="To">The end.</param>
/// <param name="AgentSteps">The agent steps of the thread in it.</param>
/// <param name="Covered">The part of the time whose phases are known, in seconds.</param>
/// <param name="Phases">The seconds of each phase in that part.</param>
internal sealed record ThreadSpan(double From, double To, double AgentSteps, double Covered, double[] Phases)
{
    /// <summary>Agent steps per second.</summary>
    internal double Rate => AgentSteps / (To - From);

    /// <summary>The share of a phase in the time. Phases that are measured as longer than the time fill it together.</summary>
    internal double ShareOf(int phase) => Phases[phase] / Whole;

    /// <summary>The share of all other time.</summary>
    internal double Rest => (Whole - Phases.Sum()) / Whole;

    private double Whole => Math.Max(Covered, Phases.Sum());

    /// <summary>This time and the next one.</summary>
    internal ThreadSpan With(ThreadSpan next) => new(
        From, next.To, AgentSteps + next.AgentSteps, Covered + next.Covered, [.. Phases.Zip(next.Phases, (one, other) => one + other)]);
}
