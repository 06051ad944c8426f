namespace AsyncRL.Cli.Curves;

/// <summary>The mean return of the latest 100 training episodes of a run, at the end of an episode.</summary>
/// <param name="AgentStep">T.</param>
/// <param name="Mean">The mean return.</param>
/// <param name="Episodes">The number of episodes in the mean: 100, or fewer at the beginning.</param>
internal readonly record struct EpisodeWindow(double AgentStep, double Mean, int Episodes)
{
    private const int Most = 100, FewestOfCurve = 20;

    /// <summary>Whether the mean is a point of the learning curve: it is one from the 20th episode on.</summary>
    internal bool IsOfCurve => Episodes >= FewestOfCurve;

    /// <summary>Computes the means.</summary>
    /// <param name="steps">T at the end of each episode, in order.</param>
    /// <param name="returns">The return of each episode. Episodes without a finite T or return are left out.</param>
    /// <returns>A mean for each episode, in order.</returns>
    internal static IEnumerable<EpisodeWindow> Of(IReadOnlyList<double> steps, IReadOnlyList<double> returns)
    {
        var window = new Queue<double>();
        double sum = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            if (!double.IsFinite(steps[i]) || !double.IsFinite(returns[i])) continue;
            window.Enqueue(returns[i]);
            sum += returns[i];
            if (window.Count > Most) sum -= window.Dequeue();
            yield return new EpisodeWindow(steps[i], sum / window.Count, window.Count);
        }
    }
}
