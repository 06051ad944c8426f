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
