using System.Globalization;
using System.Linq;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>A finished training of a game.</summary>
/// <param name="Directory">The directory with the files of the run.</param>
/// <param name="Result">The result of the training.</param>
internal sealed record GameRun(RunDirectory Directory, TrainingResult Result)
{
    private const int Window = 100, PointsPerCurve = 200;

    /// <summary>The mean return of the last 100 training episodes, from the run's own log. A resumed run continues this log.</summary>
    /// <returns>Agent step and mean return, 1 to about 200 points.</returns>
    internal List<(double AgentStep, double Return)> Curve()
    {
        var points = new List<(double, double)>();
        var window = new Queue<double>();
        double sum = 0;
        long next = 0;
        foreach (string row in File.ReadLines(Path.Combine(Directory.FullPath, "episodes.csv")).Skip(1))
        {
            string[] cells = row.Split(',');
            long step = long.Parse(cells[1], CultureInfo.InvariantCulture);
            double value = double.Parse(cells[2], CultureInfo.InvariantCulture);
            window.Enqueue(value);
            sum += value;
            if (window.Count > Window) sum -= window.Dequeue();
            if (step < next || window.Count < Window / 5) continue;
            points.Add((step, sum / window.Count));
            next = step + (Result.AgentSteps / PointsPerCurve);
        }

        if (points.Count == 0) points.Add((Result.AgentSteps, window.Count == 0 ? 0 : sum / window.Count));
        return points;
    }
}
