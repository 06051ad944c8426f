using AsyncRL.Environments;

namespace AsyncRL.Cli.Figures.Games;

/// <summary>Keeps the last observation of an environment as it is before wrappers around this one normalize it.</summary>
/// <param name="inner">The environment.</param>
internal sealed class RawObservation(IEnvironment inner) : Wrapper(inner)
{
    private Observation? _last;

    /// <summary>The numbers of the last observation.</summary>
    internal ReadOnlySpan<float> Values => _last is null ? [] : _last.Values;

    public override void Reset(Observation observation)
    {
        base.Reset(observation);
        _last = observation;
    }

    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        StepOutcome outcome = base.Step(action, observation);
        _last = observation;
        return outcome;
    }
}
