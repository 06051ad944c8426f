using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// Rprop (Riedmiller and Braun 1993), for the gradient of a whole set of data: each number of θ has a step Δ of its own. The step grows
/// while the sign of the gradient stays, and shrinks when it changes; only signs count. The sign of a minibatch's gradient is mostly
/// chance, so that Rprop does not learn from minibatches.
/// </summary>
public sealed class Rprop : Optimizer<RpropOptions>
{
    private const float Increase = 1.2f;
    private const float Decrease = 0.5f;

    /// <inheritdoc/>
    public override string Name => "rprop";

    /// <inheritdoc/>
    public override string Summary =>
        "steps by the signs of the gradient of all data (Riedmiller and Braun 1993); for one update at a time";

    /// <inheritdoc/>
    public override int Statistics => 2;

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override bool NeedsOneUpdateAtATime => true;

    /// <inheritdoc/>
    public override bool KeepsThetaWithoutGradient => true;

    /// <inheritdoc/>
    public override int FlopsPerNumber => 6;

    /// <summary>A step of 0 is one that has not begun: the first gradient that is not 0 gives it its initial size.</summary>
    /// <inheritdoc/>
    public override string StatisticName(int index) => index == 0 ? "sign" : "step";

    /// <inheritdoc/>
    public override bool IsMeanSquare(int index) => index == 1;

    /// <inheritdoc/>
    public override void Apply(in ParameterUpdate update)
    {
        // Signs depend on sums, so that a gradient that is kept as factors is multiplied out.
        if (update.Slice is null) update.Gradient.MultiplyOut();
        (int start, int length) = update.Slice ?? (0, update.Shared.Length);
        StatisticSpans statistics = update.Statistics.Slice(start, length);
        Span<float> theta = update.Shared.Theta.Slice(start, length);
        ReadOnlySpan<float> gradient = update.Gradient.Stored.Slice(start, length);
        for (int i = 0; i < length; i++)
            theta[i] -= (float)update.LearningRate * Move(gradient[i], ref statistics.First[i], ref statistics.Second[i]);
        if (!update.Snapshot.IsEmpty) theta.CopyTo(update.Snapshot);

        // The members of a synchronous update count it once for all slices.
        if (update.Slice is null) update.Shared.CountUpdate();
    }

    /// <summary>Computes the move of one number, and renews its statistics.</summary>
    /// <param name="gradient">The derivative.</param>
    /// <param name="sign">The sign of the last derivative; 0 at the start and after a change of the sign.</param>
    /// <param name="step">Δ.</param>
    /// <returns>What is subtracted from the number.</returns>
    internal float Move(float gradient, ref float sign, ref float step)
    {
        float now = Math.Sign(gradient);
        if (step == 0 && now != 0) step = (float)Options.InitialStep;
        if (now * sign >= 0)
        {
            if (now * sign > 0) step = Math.Min(Increase * step, (float)Options.LargestStep);
            sign = now;
            return now * step;
        }

        float back = Options.Backtracking ? -sign * step : 0;
        step = Math.Max(Decrease * step, (float)Options.SmallestStep);
        sign = 0;
        return back;
    }
}

/// <summary>The constants of <see cref="Rprop"/>.</summary>
public sealed record RpropOptions
{
    /// <summary>Δ₀.</summary>
    [Option("rprop-initial-step", "", "Rprop's first step (0.1: Riedmiller and Braun 1993)", Minimum = 1e-12, Maximum = 1e6)]
    public double InitialStep { get; init; } = 0.1;

    /// <summary>Δmin.</summary>
    [Option("rprop-smallest-step", "", "Rprop's smallest step (1e-6: Riedmiller and Braun 1993)", Minimum = 1e-12, Maximum = 1e6)]
    public double SmallestStep { get; init; } = 1e-6;

    /// <summary>Δmax.</summary>
    [Option("rprop-largest-step", "", "Rprop's largest step (50: Riedmiller and Braun 1993)", Minimum = 1e-12, Maximum = 1e6)]
    public double LargestStep { get; init; } = 50;

    /// <summary>Whether a change of the sign takes the last move back.</summary>
    [Option("rprop-backtracking", "",
        "whether Rprop takes the last move back when the sign changes (Riedmiller and Braun 1993; not in PyTorch)")]
    public bool Backtracking { get; init; } = true;
}
