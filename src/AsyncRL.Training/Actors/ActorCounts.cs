using System.Collections.Immutable;

namespace AsyncRL.Training.Actors;

/// <summary>
/// What an actor-learner had counted at one instant, what it counted between two instants, or what several counted together. Every mean is
/// formed here, from a sum and a number that were counted together; the mean of nothing is NaN.
/// </summary>
public sealed record ActorCounts
{
    private static readonly int Phases = Enum.GetValues<Phase>().Length;

    /// <summary>Nothing.</summary>
    public static ActorCounts Zero { get; } = new();

    /// <summary>Agent steps done. Those of a segment whose update is still to come are among them.</summary>
    public long AgentSteps { get; init; }

    /// <summary>Updates applied.</summary>
    public long Updates { get; init; }

    /// <summary>Agent steps of the segments whose updates were applied: those that the losses and the entropy are sums over.</summary>
    public long AppliedAgentSteps { get; init; }

    /// <summary>Sum over the applied agent steps of −log π(a) · A.</summary>
    public double PolicyLoss { get; init; }

    /// <summary>Sum over the applied agent steps of half the weighted squared error of the value.</summary>
    public double ValueLoss { get; init; }

    /// <summary>Sum over the applied agent steps of the policy's entropy, in nats.</summary>
    public double Entropy { get; init; }

    /// <summary>Sum over updates of the gradient's norm before clipping.</summary>
    public double GradientNorm { get; init; }

    /// <summary>Sum over updates of the staleness: updates by others between the snapshot and the apply.</summary>
    public double Staleness { get; init; }

    /// <summary>The largest staleness of an update since the start of the run.</summary>
    public double LargestStaleness { get; init; }

    /// <summary>Seconds in each phase, in the order of <see cref="Phase"/>. A segment's times are added when it ends.</summary>
    public ImmutableArray<double> PhaseSeconds { get; init; } = [.. new double[Phases]];

    /// <summary>Mean policy loss of an applied agent step.</summary>
    public double MeanPolicyLoss => PolicyLoss / AppliedAgentSteps;

    /// <summary>Mean value loss of an applied agent step.</summary>
    public double MeanValueLoss => ValueLoss / AppliedAgentSteps;

    /// <summary>Mean entropy of the policy at an applied agent step, in nats.</summary>
    public double MeanEntropy => Entropy / AppliedAgentSteps;

    /// <summary>Mean norm of the gradient of an update.</summary>
    public double MeanGradientNorm => GradientNorm / Updates;

    /// <summary>Mean staleness of an update.</summary>
    public double MeanStaleness => Staleness / Updates;

    /// <summary>Seconds in one phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <returns>Seconds.</returns>
    public double Seconds(Phase phase) => PhaseSeconds[(int)phase];

    /// <summary>What was counted since an earlier instant.</summary>
    /// <param name="earlier">The counts of the same actor-learners at that instant.</param>
    /// <returns>The difference; the largest staleness stays that of the whole run.</returns>
    public ActorCounts Since(ActorCounts earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return Combine(earlier, -1) with { LargestStaleness = LargestStaleness };
    }

    /// <summary>What two actor-learners counted together.</summary>
    /// <param name="other">The counts of the other.</param>
    /// <returns>The sum; of the largest staleness, the larger.</returns>
    public ActorCounts Plus(ActorCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Combine(other, 1) with { LargestStaleness = Math.Max(LargestStaleness, other.LargestStaleness) };
    }

    private ActorCounts Combine(ActorCounts other, int sign)
    {
        var seconds = ImmutableArray.CreateBuilder<double>(PhaseSeconds.Length);
        for (int phase = 0; phase < PhaseSeconds.Length; phase++)
            seconds.Add(PhaseSeconds[phase] + (sign * other.PhaseSeconds[phase]));
        return new ActorCounts
        {
            AgentSteps = AgentSteps + (sign * other.AgentSteps),
            Updates = Updates + (sign * other.Updates),
            AppliedAgentSteps = AppliedAgentSteps + (sign * other.AppliedAgentSteps),
            PolicyLoss = PolicyLoss + (sign * other.PolicyLoss),
            ValueLoss = ValueLoss + (sign * other.ValueLoss),
            Entropy = Entropy + (sign * other.Entropy),
            GradientNorm = GradientNorm + (sign * other.GradientNorm),
            Staleness = Staleness + (sign * other.Staleness),
            PhaseSeconds = seconds.MoveToImmutable(),
        };
    }
}
