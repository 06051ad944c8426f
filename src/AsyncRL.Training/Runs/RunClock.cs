namespace AsyncRL.Training.Runs;

/// <summary>The seconds trained at each agent step of a run, between its reports along straight lines.</summary>
public sealed class RunClock
{
    private static readonly IComparer<(double AgentStep, double Second)> ByAgentStep =
        Comparer<(double AgentStep, double Second)>.Create((a, b) => a.AgentStep.CompareTo(b.AgentStep));

    private readonly List<(double AgentStep, double Second)> _reports = [(0, 0)];

    /// <summary>Adds a report. One that is not later than the last one adds nothing.</summary>
    /// <param name="agentStep">T of the report.</param>
    /// <param name="second">Seconds trained.</param>
    public void Add(double agentStep, double second)
    {
        if (agentStep > _reports[^1].AgentStep) _reports.Add((agentStep, second));
    }

    /// <summary>The seconds trained at an agent step; those of the last report for a later one.</summary>
    /// <param name="agentStep">The agent step.</param>
    /// <returns>The seconds.</returns>
    public double SecondAt(double agentStep)
    {
        int after = _reports.BinarySearch((agentStep, 0), ByAgentStep);
        after = after < 0 ? ~after : after;
        if (after == 0 || after == _reports.Count) return after == 0 ? 0 : _reports[^1].Second;
        ((double firstStep, double first), (double lastStep, double last)) = (_reports[after - 1], _reports[after]);
        return first + ((last - first) * (agentStep - firstStep) / (lastStep - firstStep));
    }
}
