using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Problems;

/// <summary>
/// A whole network with the loss of a step of Q-learning of PGQL under the gradient checker, summed over rows. The targets are constants,
/// drawn at random. In the paper's form the errors are constants as well, and the loss is −Σ d (log π(a) + V).
/// </summary>
public sealed class PgqlProblem : SegmentProblem
{
    private readonly bool _isExact;
    private readonly PolicyActionValues<double> _actionValues;
    private readonly double[] _targets;
    private readonly double[] _errors;
    private readonly int[] _actions;
    private readonly int _policy;
    private readonly int _value;

    /// <summary>Creates the problem.</summary>
    /// <param name="structure">A network with the heads "policy" and "value".</param>
    /// <param name="steps">Number of rows, at least 1.</param>
    /// <param name="options">α and the form of the gradient.</param>
    public PgqlProblem(NetworkStructure structure, int steps, PgqlOptions options)
        : base("PGQL", structure, steps, terminal: true)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_policy, _value, _isExact) = (structure.HeadIndex("policy"), structure.HeadIndex("value"), options.IsExact);
        int choices = structure.Heads[_policy].Outputs;
        _actionValues = new PolicyActionValues<double>(choices, options.Temperature);
        (_targets, _errors, _actions) = (new double[steps], new double[steps], new int[steps]);
    }

    private protected override void DrawSegment(RandomGenerator generator)
    {
        for (int i = 0; i < Steps; i++)
        {
            _actions[i] = generator.NextInteger(Activations.Output(_policy, i).Length);
            _targets[i] = generator.NextNormal();
            _errors[i] = ErrorOf(i);
        }
    }

    private protected override double AccumulateLoss()
    {
        double loss = 0;
        for (int i = 0; i < Steps; i++)
        {
            double error = ErrorOf(i);
            Span<double> logits = Activations.OutputGradient(_policy, i), value = Activations.OutputGradient(_value, i);
            if (_isExact)
            {
                _actionValues.WriteExactGradient(_actions[i], error, logits);
                value[0] = -error;
                loss += error * error / 2;
                continue;
            }

            _actionValues.WriteGradient(_actions[i], _errors[i], logits);
            value[0] = -_errors[i];
            loss -= _errors[i] * (LogProbabilityOf(i) + Activations.Output(_value, i)[0]);
        }

        return loss;
    }

    private double ErrorOf(int row)
    {
        _actionValues.Read(Activations.Output(_policy, row), Activations.Output(_value, row)[0]);
        return _targets[row] - _actionValues.Of(_actions[row]);
    }

    /// <summary>log π(a) = −log Σ exp(z_b − z_a).</summary>
    private double LogProbabilityOf(int row)
    {
        ReadOnlySpan<double> logits = Activations.Output(_policy, row);
        double sum = 0;
        foreach (double logit in logits) sum += Math.Exp(logit - logits[_actions[row]]);
        return -Math.Log(sum);
    }
}
