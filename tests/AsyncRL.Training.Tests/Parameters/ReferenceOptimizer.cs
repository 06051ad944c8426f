using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>The paper's formulas in double, one parameter at a time (equations 1 and S1 to S3).</summary>
internal sealed class ReferenceOptimizer(int length, double decay, double epsilon)
{
    private readonly double[] _statistic = new double[length];

    internal double[] Theta { get; private init; } = new double[length];

    /// <summary>Another client of the same θ, with its own statistics.</summary>
    internal ReferenceOptimizer AnotherClient() => new(length, decay, epsilon) { Theta = Theta };

    /// <summary>g ← α g + (1 − α) Δ²; θ ← θ − η Δ / √(g + ε).</summary>
    internal void RmsProp(ReadOnlySpan<float> gradient, double learningRate)
    {
        for (int i = 0; i < length; i++)
        {
            _statistic[i] = (decay * _statistic[i]) + ((1 - decay) * gradient[i] * gradient[i]);
            Theta[i] -= learningRate * gradient[i] / Math.Sqrt(_statistic[i] + epsilon);
        }
    }

    /// <summary>m ← α m + (1 − α) Δ; θ ← θ − η m.</summary>
    internal void Momentum(ReadOnlySpan<float> gradient, double learningRate)
    {
        for (int i = 0; i < length; i++)
        {
            _statistic[i] = (decay * _statistic[i]) + ((1 - decay) * gradient[i]);
            Theta[i] -= learningRate * _statistic[i];
        }
    }
}

/// <summary>Kingma and Ba (2015), Algorithm 1, in double, one parameter at a time.</summary>
internal sealed class ReferenceAdam(int length, OptimizerOptions options)
{
    private readonly double[] _mean = new double[length];
    private readonly double[] _square = new double[length];
    private int _updates;

    internal double[] Theta { get; private init; } = new double[length];

    /// <summary>Another client of the same θ, with its own moments and step count.</summary>
    internal ReferenceAdam AnotherClient() => new(length, options) { Theta = Theta };

    /// <summary>t ← t + 1; m ← β₁ m + (1 − β₁) Δ; v ← β₂ v + (1 − β₂) Δ²; θ ← θ − η m̂ / (√v̂ + ε).</summary>
    internal void Update(ReadOnlySpan<float> gradient, double learningRate)
    {
        _updates++;
        for (int i = 0; i < length; i++)
        {
            _mean[i] = (options.AdamMeanDecay * _mean[i]) + ((1 - options.AdamMeanDecay) * gradient[i]);
            _square[i] = (options.AdamSquareDecay * _square[i]) + ((1 - options.AdamSquareDecay) * gradient[i] * gradient[i]);
            double mean = _mean[i] / (1 - Math.Pow(options.AdamMeanDecay, _updates));
            double square = _square[i] / (1 - Math.Pow(options.AdamSquareDecay, _updates));
            Theta[i] -= learningRate * mean / (Math.Sqrt(square) + options.AdamEpsilon);
        }
    }
}
