using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Charts;
using MathNet.Numerics.Statistics;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Regenerates the table and the pictures of games in docs/results.md, with the presets. Each seed is reported. A call that was interrupted
/// can be repeated and then continues.
/// </summary>
internal static class GameResults
{
    private const string Expected = "expected RUNS [PICTURES] [WORD]: a folder for runs, one for pictures, and part of a game's name";

    /// <summary>games RUNS [PICTURES] [WORD]: all games, or the games whose name contains the word.</summary>
    /// <param name="args">The arguments after "games".</param>
    /// <returns>The exit code: 2 for wrong input.</returns>
    internal static int Run(string[] args)
    {
        string word = args.Length > 2 ? args[2] : "";
        List<GameTask> tasks = [.. GameTask.All.Where(task => task.FileName.Contains(word, StringComparison.Ordinal))];
        if (args.Length is < 1 or > 3 || tasks.Count == 0)
        {
            Console.Error.WriteLine($"The arguments are \"{string.Join(' ', args)}\"; {Expected}.");
            return 2;
        }

        try
        {
            Play(tasks, args[0], args.Length > 1 ? args[1] : null);
            return 0;
        }
        catch (InputException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 2;
        }
    }

    private static void Play(List<GameTask> tasks, string runs, string? pictures)
    {
        if (pictures is not null) Directory.CreateDirectory(pictures);
        Console.WriteLine($"{MachineDescription.Processor}, 2 threads, {MachineDescription.System}");
        Console.WriteLine();
        Console.WriteLine(
            "| game | network | seed | agent steps | seconds | agent steps/s | evaluation ± sd (range) | greedy | random | expert |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (IGrouping<string, GameTask> game in tasks.GroupBy(task => task.FileName))
        {
            List<(GameTask Task, GameRun Run)> done = [];
            foreach (GameTask task in game)
            {
                for (int seed = 1; seed <= task.Seeds; seed++)
                {
                    done.Add((task, task.Train(runs, seed)));
                    Console.WriteLine(Row(task, seed, done[^1].Run.Result));
                }
            }

            if (pictures is not null) File.WriteAllText(Path.Combine(pictures, $"{game.Key}.svg"), Draw(done));
        }
    }

    private static string Row(GameTask task, int seed, TrainingResult result)
    {
        Evaluation evaluation = result.Evaluation!;
        return $"| {task.Title} | {task.Network} | {seed} | {result.AgentSteps:N0} | {result.Seconds:F0} | {result.AgentStepsPerSecond:N0} "
            + $"| {evaluation.MeanReturn:F1} ± {evaluation.StdReturn:F1} ({evaluation.MinReturn:F0} to {evaluation.MaxReturn:F0}) "
            + $"| {evaluation.GreedyMeanReturn:F1} | {task.Random} | {task.Expert} |";
    }

    /// <summary>If training counts the return of a life, the scores of whole games are divided by the number of lives.</summary>
    private static string Draw(List<(GameTask Task, GameRun Run)> done)
    {
        List<string> networks = [.. done.Select(pair => pair.Task.Network).Distinct()];
        List<ChartLine> lines = [.. done.Select(pair => new ChartLine(pair.Run.Curve())
        {
            Name = networks.Count > 1 ? pair.Task.Network : null,
            Color = networks.IndexOf(pair.Task.Network),
        })];
        double[] returns = [.. lines.SelectMany(line => line.Points.Select(point => point.Y))];
        GameTask task = done[0].Task;
        (double random, double expert) = (task.Random / task.Lives, task.Expert / task.Lives);
        string share = task.Lives > 1 ? " per life" : "";
        string seeds = task.Seeds == 1 ? "one seed" : $"{task.Seeds} seeds";
        var panel = new ChartPanel(new ChartAxis("return" + share));
        foreach (ChartLine line in lines) panel.Series.Add(line);
        panel.Marks.Add(new ChartMark(FormattableString.Invariant($"random {random:0.#}"), random));

        // A far higher score for comparison would flatten the curves.
        if (expert < 2 * returns.Maximum()) panel.Marks.Add(new ChartMark(FormattableString.Invariant($"scripted {expert:0.#}"), expert));
        string title = $"{task.Title} from 84×84 pixels, A3C: mean return of the last 100 {task.Episodes} of training, {seeds}";
        return new Chart(title, new ChartAxis("agent steps") { Low = 0 }) { Panels = { panel } }.Draw();
    }
}
