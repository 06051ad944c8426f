namespace AsyncRL.Cli.Curves;

/// <summary>The mean return of the latest 100 training episodes of a run, at the end of an episode.</summary>
/// <param name="AgentStep">T.</param>
/// <param name="Mean">The mean return.</param>
/// <param name="Rows">The number of episodes in the mean.</param>
internal readonly record struct EpisodeWindow(double AgentStep, double Mean, int Rows)
{
    private const int Most = 100, FewestOfCurve = 20;

    /// <summary>Whether the mean is a point of the learning curve: it is one if it is of at least 20 episodes.</summary>
    internal bool IsOfCurve => Rows >= FewestOfCurve;

    /// <summary>
    /// Computes the means. A long table keeps only every second, fourth or further episode. Then a mean is over the rows of the latest 100
    /// episodes, and over the latest 20 rows where these are more.
    /// </summary>
    /// <param name="table">The table episodes.csv. Rows without a finite T or return are left out.</param>
    /// <returns>A mean for each row, in order.</returns>
    internal static IEnumerable<EpisodeWindow> Of(TableColumns table)
    {
        IReadOnlyList<double> steps = table["agent_step"], returns = table["return"];
        IReadOnlyList<double>? numbers = table.Find("episode");
        var window = new Queue<(double Number, double Return)>();
        (double sum, int rows) = (0, 0);
        for (int i = 0; i < steps.Count; i++)
        {
            if (!double.IsFinite(steps[i]) || !double.IsFinite(returns[i])) continue;
            rows++;
            double number = numbers is not null && double.IsFinite(numbers[i]) ? numbers[i] : rows;
            window.Enqueue((number, returns[i]));
            sum += returns[i];
            while (window.Count > FewestOfCurve && window.Peek().Number <= number - Most) sum -= window.Dequeue().Return;
            yield return new EpisodeWindow(steps[i], sum / window.Count, window.Count);
        }
    }
}
