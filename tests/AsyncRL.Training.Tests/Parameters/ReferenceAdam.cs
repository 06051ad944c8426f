using AsyncRL.Algorithms.Parameters;

namespace AsyncRL.Training.Tests.Parameters;

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
