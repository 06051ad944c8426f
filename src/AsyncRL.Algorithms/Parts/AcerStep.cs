using System.Numerics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The statistics φ of the policy in which ACER's trust region is measured.</summary>
internal enum TrustRegionSpace
{
    /// <summary>The probabilities (Wang et al. 2017).</summary>
    Probabilities,

    /// <summary>Their logarithms.</summary>
    LogProbabilities,

    /// <summary>The logits, in which the gradient is applied.</summary>
    Logits,
}

/// <summary>The constants of ACER's policy gradient.</summary>
/// <param name="Truncation">c, the largest ratio that weighs an action.</param>
/// <param name="TrustRegion">δ; 0 for no trust region.</param>
/// <param name="Space">φ.</param>
internal readonly record struct AcerConstants(double Truncation, double TrustRegion, TrustRegionSpace Space)
{
    /// <summary>The names of the spaces, in the order of <see cref="TrustRegionSpace"/>.</summary>
    internal const string Spaces = "probabilities log-probabilities logits";
}

/// <summary>
/// ACER's policy gradient at one agent step (Wang et al. 2017, equations 7 to 12): a weight u of log π(b|s) for each action b, and the
/// factor s of a pull toward the average policy. Both are constants of the gradient.
/// </summary>
/// <remarks>
/// The ratios come from logarithms, which never underflow as the probabilities in their denominators do. Weights and factor are computed in
/// double, because they divide by probabilities.
/// </remarks>
/// <typeparam name="T">The element of the network.</typeparam>
/// <param name="actions">n.</param>
/// <param name="constants">c, δ and φ.</param>
internal sealed class AcerStep<T>(int actions, AcerConstants constants)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _probabilities = new T[actions];
    private readonly T[] _logProbabilities = new T[actions];
    private readonly T[] _average = new T[actions];
    private readonly T[] _logAverage = new T[actions];
    private readonly double[] _logBehavior = new double[actions];
    private readonly double[] _ratios = new double[actions];
    private readonly double[] _weights = new double[actions];
    private readonly double[] _slopes = new double[actions];

    /// <summary>π(·|s).</summary>
    internal ReadOnlySpan<T> Probabilities => _probabilities;

    /// <summary>log π(·|s).</summary>
    internal ReadOnlySpan<T> LogProbabilities => _logProbabilities;

    /// <summary>The average policy at s; π itself without a trust region.</summary>
    internal ReadOnlySpan<T> Average => _average;

    /// <summary>Its logarithm.</summary>
    internal ReadOnlySpan<T> LogAverage => _logAverage;

    /// <summary>ρ of each action.</summary>
    internal ReadOnlySpan<double> Ratios => _ratios;

    /// <summary>u of each action.</summary>
    internal ReadOnlySpan<double> Weights => _weights;

    /// <summary>V(s) = Σ p Q.</summary>
    internal T Value { get; private set; }

    /// <summary>s, at least 0.</summary>
    internal double Pull { get; private set; }

    /// <summary>Computes p, ρ = p / μ and V.</summary>
    /// <param name="logits">The outputs of the head "policy".</param>
    /// <param name="logBehavior">log μ(·|s), with which the agent acted.</param>
    /// <param name="actionValues">The outputs of the head "q".</param>
    internal void Read(ReadOnlySpan<T> logits, ReadOnlySpan<T> logBehavior, ReadOnlySpan<T> actionValues)
    {
        Softmax.Distribution(logits, _probabilities, _logProbabilities);
        Value = T.Zero;
        for (int b = 0; b < actions; b++)
        {
            Value += _probabilities[b] * actionValues[b];
            _logBehavior[b] = Double(logBehavior[b]);
            _ratios[b] = Math.Exp(Double(_logProbabilities[b]) - _logBehavior[b]);
        }
    }

    /// <summary>
    /// Computes u: the taken action has min(c, ρ) (Q_ret − V), and every action has the correction of what c cuts off,
    /// max(0, 1 − c/ρ) p (Q − V).
    /// </summary>
    /// <param name="action">a.</param>
    /// <param name="target">Q_ret.</param>
    /// <param name="actionValues">Q(s, ·).</param>
    internal void Weigh(int action, T target, ReadOnlySpan<T> actionValues)
    {
        double c = constants.Truncation, advantage = Double(target - Value);
        for (int b = 0; b < actions; b++)
        {
            // Slopes are by the probabilities: u / p, without the division.
            _slopes[b] = Math.Max(0, 1 - (c / _ratios[b])) * Double(actionValues[b] - Value);
            _weights[b] = _slopes[b] * Double(_probabilities[b]);
        }

        _weights[action] += Math.Min(c, _ratios[action]) * advantage;
        double truncated = c * Math.Exp(-Double(_logProbabilities[action]));
        _slopes[action] += Math.Min(truncated, Math.Exp(-_logBehavior[action])) * advantage;
    }

    /// <summary>Without a trust region nothing pulls toward an average policy.</summary>
    internal void LeaveUnprojected()
    {
        Pull = 0;
        _probabilities.CopyTo(_average.AsSpan());
        _logProbabilities.CopyTo(_logAverage.AsSpan());
    }

    /// <summary>
    /// Computes s. The gradient g by φ becomes g − s k, the nearest one whose product with k = ∇ KL(average‖π) is at most δ.
    /// </summary>
    /// <param name="averageLogits">The outputs of the head "policy" of the average network.</param>
    internal void Project(ReadOnlySpan<T> averageLogits)
    {
        Softmax.Distribution(averageLogits, _average, _logAverage);
        double sum = 0, product = 0, square = 0;
        foreach (double weight in _weights) sum += weight;
        for (int b = 0; b < actions; b++)
        {
            double p = Double(_probabilities[b]), average = Double(_average[b]);
            (double slope, double direction) = constants.Space switch
            {
                TrustRegionSpace.Probabilities => (_slopes[b], -Math.Exp(Double(_logAverage[b]) - Double(_logProbabilities[b]))),
                TrustRegionSpace.LogProbabilities => (_weights[b], -average),
                _ => (_weights[b] - (p * sum), p - average),
            };
            product += direction * slope;
            square += direction * direction;
        }

        double excess = product - constants.TrustRegion;
        Pull = excess > 0 && square > 0 ? excess / square : 0;
    }

    private static double Double(T number) => double.CreateTruncating(number);
}

/// <summary>
/// The loss of ACER, summed over a segment: L = Σᵢ −Σ_b u_b log π(b|sᵢ) + s KL(average‖π) − β H(π) + ½ c_q (Q_ret − Q(sᵢ, aᵢ))². The
/// weights u, the factors s, the average policy and the targets are constants. See <see cref="AcerStep{T}"/>.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="valueGradientScale">c_q: dL/dQ = c_q (Q − Q_ret).</param>
internal sealed class AcerLoss<T>(T valueGradientScale) : ActorCriticLoss<T>(valueGradientScale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Adds one agent step's policy terms and overwrites their derivative by the logits.</summary>
    /// <param name="step">The policy, the weights and the factor.</param>
    /// <param name="logitGradient">[actions], overwritten: −(uⱼ − pⱼ Σu) + s (pⱼ − averageⱼ) + β pⱼ (log pⱼ + H).</param>
    internal void AddPolicyStep(AcerStep<T> step, Span<T> logitGradient)
    {
        ReadOnlySpan<T> p = step.Probabilities, log = step.LogProbabilities, average = step.Average;
        double sum = 0, loss = 0;
        foreach (double weight in step.Weights) sum += weight;
        for (int j = 0; j < p.Length; j++)
        {
            double probability = double.CreateTruncating(p[j]), mean = double.CreateTruncating(average[j]);
            double pull = step.Pull * (probability - mean);
            logitGradient[j] = T.CreateTruncating((probability * sum) - step.Weights[j] + pull);
            double logarithm = double.CreateTruncating(log[j]);
            loss += (step.Pull * mean * (double.CreateTruncating(step.LogAverage[j]) - logarithm)) - (step.Weights[j] * logarithm);
        }

        T entropy = PolicyEntropy.Value(p, log);
        PolicyEntropy.AddGradient(-EntropyWeight, entropy, p, log, logitGradient);
        PolicyLoss += T.CreateTruncating(loss);
        Entropy += entropy;
    }

    /// <summary>Adds one agent step's value term and overwrites its derivative by the action values, 0 for actions not taken.</summary>
    /// <param name="actionValues">Q(s, ·).</param>
    /// <param name="action">a.</param>
    /// <param name="target">Q_ret.</param>
    /// <param name="valueGradient">[actions], overwritten.</param>
    internal void AddActionValueStep(ReadOnlySpan<T> actionValues, int action, T target, Span<T> valueGradient)
    {
        valueGradient.Clear();
        AddValueStep(actionValues[action], target, valueGradient[action..]);
    }
}
