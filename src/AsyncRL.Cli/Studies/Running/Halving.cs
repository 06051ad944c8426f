using System.Collections.Immutable;
using System.Linq;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>
/// Successive halving of the combinations of an arm on a task (Jamieson and Talwalkar, 2016). All are trained to the first rung, a number
/// of agent steps. The best 1/η of them continue to the next rung, which is η times as far, and so on. The last rung is the end of the run.
/// </summary>
/// <remarks>
/// A run is stopped at a rung and continued like one that was interrupted. Its schedules are those of the whole run, so that a run of one
/// thread that comes to the end has the same bits as without halving. The decisions follow from the files of the rungs alone.
/// </remarks>
internal sealed class Halving
{
    private readonly string _directory;
    private readonly int _eta;

    private Halving(StudyGroup[] groups, int eta, string directory)
    {
        (_directory, _eta) = (directory, eta);
        var remaining = ImmutableArray.CreateBuilder<int>();
        for (int count = groups.Length; ; count /= eta)
        {
            remaining.Add(count);
            if (count / eta == 0) break;
        }

        (Groups, Remaining) = ([.. groups], remaining.ToImmutable());
    }

    /// <summary>The combinations that compete, in the order of the plan.</summary>
    internal ImmutableArray<StudyGroup> Groups { get; }

    /// <summary>The number of combinations that are trained to each rung; the last is the end of the runs.</summary>
    internal ImmutableArray<int> Remaining { get; }

    /// <summary>The share of the agent steps of all runs that is done.</summary>
    internal double Share
    {
        get
        {
            double share = 0;
            for (int rung = 0; rung < Remaining.Length; rung++)
                share += Remaining[rung] * (ShareAt(rung) - (rung == 0 ? 0 : ShareAt(rung - 1)));
            return share / Groups.Length;
        }
    }

    /// <summary>Finds what competes in a study. Options whose values are names, such as algorithm, tell competitions apart.</summary>
    /// <param name="plan">The study.</param>
    /// <param name="directory">The study's directory.</param>
    /// <returns>The competitions; none if the study does not halve.</returns>
    internal static ImmutableArray<Halving> Of(StudyPlan plan, string directory)
    {
        if (plan.Study.Halve is not { } eta) return [];
        return
        [
            .. plan.Groups.GroupBy(group => (group.Task, group.Arm, plan.Study.NamesIn(group.Point)))
                .Select(series => new Halving([.. series], eta, directory)),
        ];
    }

    /// <summary>T of a rung for the runs of a combination.</summary>
    /// <param name="group">The combination.</param>
    /// <param name="rung">The rung, from 0.</param>
    internal long AgentStepsAt(StudyGroup group, int rung) =>
        Math.Max(1, (long)Math.Round(group.Configuration.AgentSteps * ShareAt(rung)));

    /// <summary>The combinations that are trained to a rung.</summary>
    /// <param name="rung">The rung, from 0.</param>
    /// <returns>The combinations in the order of the plan; none if a run has not come to the rung before.</returns>
    internal ImmutableArray<StudyGroup> TrainedTo(int rung)
    {
        ImmutableArray<StudyGroup> trained = Groups;
        for (int before = 0; before < rung; before++)
        {
            (StudyGroup Group, double Score)[] scores = [.. trained.Select(group => (group, ScoreAt(group, before)))];
            if (scores.Any(pair => double.IsNaN(pair.Score))) return [];

            // Where no run has a score there is nothing to decide by.
            if (scores.All(pair => double.IsNegativeInfinity(pair.Score))) continue;
            HashSet<StudyGroup> best =
                [.. scores.OrderByDescending(pair => pair.Score).Take(Remaining[before + 1]).Select(pair => pair.Group)];
            trained = [.. trained.Where(best.Contains)];
        }

        return trained;
    }

    /// <summary>The score of a combination at a rung: the mean over its runs.</summary>
    /// <param name="group">The combination.</param>
    /// <param name="rung">The rung, from 0.</param>
    /// <returns>The score; NaN if a run has not come so far, −∞ if one has no score.</returns>
    internal double ScoreAt(StudyGroup group, int rung)
    {
        double sum = 0;
        foreach (StudyCell cell in group.Cells)
            sum += RungScore.Read(cell.PathIn(_directory), AgentStepsAt(group, rung))?.Score ?? double.NaN;
        return sum / group.Cells.Count;
    }

    /// <summary>The rungs at which combinations were stopped, as far as that is decided.</summary>
    /// <returns>The stopped combinations, each with its rung.</returns>
    internal Dictionary<StudyGroup, int> Stops()
    {
        var stops = new Dictionary<StudyGroup, int>();
        for (int rung = 1; rung < Remaining.Length; rung++)
        {
            ImmutableArray<StudyGroup> trained = TrainedTo(rung);
            if (trained.IsEmpty) break;
            foreach (StudyGroup group in Groups.Where(group => !trained.Contains(group))) stops.TryAdd(group, rung - 1);
        }

        return stops;
    }

    private double ShareAt(int rung) => Math.Pow(_eta, rung - Remaining.Length + 1);
}
