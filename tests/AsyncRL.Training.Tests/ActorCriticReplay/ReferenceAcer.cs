using AsyncRL.Algorithms;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;

namespace AsyncRL.Training.Tests.ActorCriticReplay;

/// <summary>An agent step with the distribution by which its action was drawn.</summary>
internal sealed record ActedStep(float[] Before, float[] After, int Action, float Reward, double[] Behavior, bool IsTerminal, bool IsEnd);

/// <summary>
/// The gradient of a segment of ACER in double, by the sums and projections that define it. Only the network's passes are the program's.
/// </summary>
/// <param name="structure">A network with the heads "policy" and "q", in this order.</param>
/// <param name="options">The options.</param>
internal sealed class ReferenceAcer(NetworkStructure structure, AcerOptions options)
{
    private readonly Network<double> _network = NetworkFactory.Double(structure);

    /// <summary>π(·|s).</summary>
    internal double[] Policy(float[] theta, float[] observation) => TextbookLoss.Softmax(Run(theta, [observation]).Rows.Output(0, 0));

    /// <summary>Computes the gradient.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="average">The average of θ.</param>
    /// <param name="steps">The agent steps.</param>
    internal double[] Gradient(float[] theta, float[] average, IReadOnlyList<ActedStep> steps)
    {
        int count = steps.Count;
        var observations = new float[count + 1][];
        for (int i = 0; i < count; i++) observations[i] = steps[i].Before;
        observations[count] = steps[^1].After;
        (AlignedBlock<double> parameters, Activations<double> rows) = Run(theta, observations);
        Activations<double> averages = Run(average, observations).Rows;
        for (int i = 0; i < count; i++)
        {
            ActedStep step = steps[i];
            double[] p = TextbookLoss.Softmax(rows.Output(0, i)), mean = TextbookLoss.Softmax(averages.Output(0, i));
            double target = Target(rows, steps, i), entropy = TextbookLoss.Entropy(p);
            double[] projected = Projected(p, mean, step, rows.Output(1, i).ToArray(), target);
            for (int j = 0; j < p.Length; j++)
            {
                double ofEntropy = TextbookLoss.TimesLogarithm(p[j]) + (p[j] * entropy);
                rows.OutputGradient(0, i)[j] = (options.EntropyWeight * ofEntropy) - projected[j];
                rows.OutputGradient(1, i)[j] = 0;
            }

            rows.OutputGradient(1, i)[step.Action] = options.ValueGradientScale * (rows.Output(1, i)[step.Action] - target);
        }

        var gradient = new double[parameters.Length];
        _network.Backward(parameters.Span, rows, count, gradient);
        return gradient;
    }

    /// <summary>The gradient by the logits, after the projection in the space of the options.</summary>
    private double[] Projected(double[] p, double[] mean, ActedStep step, double[] q, double target)
    {
        int n = p.Length;
        double c = options.Truncation, value = 0, sum = 0;
        for (int b = 0; b < n; b++) value += p[b] * q[b];
        var u = new double[n];
        for (int b = 0; b < n; b++)
        {
            // Both may be 0; an action that π never takes has no part in the sum.
            double ratio = p[b] == 0 ? 0 : p[b] / step.Behavior[b];
            u[b] = Math.Max(0, 1 - (c / ratio)) * p[b] * (q[b] - value);
            if (b == step.Action) u[b] += Math.Min(c, ratio) * (target - value);
            sum += u[b];
        }

        (double[] g, double[] k) = (new double[n], new double[n]);
        double product = 0, square = 0;
        for (int b = 0; b < n; b++)
        {
            (g[b], k[b]) = options.TrustRegionSpace switch
            {
                "probabilities" => (u[b] / p[b], -mean[b] / p[b]),
                "log-probabilities" => (u[b], -mean[b]),
                _ => (u[b] - (p[b] * sum), p[b] - mean[b]),
            };
            (product, square) = (product + (k[b] * g[b]), square + (k[b] * k[b]));
        }

        double factor = options.TrustRegion > 0 && square > 0 ? Math.Max(0, (product - options.TrustRegion) / square) : 0;
        double inner = 0, all = 0;
        for (int b = 0; b < n; b++)
        {
            g[b] -= factor * k[b];
            (inner, all) = (inner + (p[b] * g[b]), all + g[b]);
        }

        for (int b = 0; b < n; b++)
        {
            if (options.TrustRegionSpace == "probabilities") g[b] = p[b] * (g[b] - inner);
            else if (options.TrustRegionSpace == "log-probabilities") g[b] -= p[b] * all;
        }

        return g;
    }

    /// <summary>Q + Σ γᵏ (Π c) δ.</summary>
    private double Target(Activations<double> rows, IReadOnlyList<ActedStep> steps, int start)
    {
        (double sum, double product) = (rows.Output(1, start)[steps[start].Action], 1);
        for (int i = start; i < steps.Count; i++)
        {
            double[] p = TextbookLoss.Softmax(rows.Output(0, i));
            double probability = p[steps[i].Action], ratio = probability / steps[i].Behavior[steps[i].Action];
            if (i > start)
            {
                product *= options.Discount * options.Trace switch
                {
                    "importance" => ratio,
                    "q-lambda" => options.Lambda,
                    "tree-backup" => options.Lambda * probability,
                    _ => options.Lambda * Math.Min(1, ratio),
                };
            }

            double next = steps[i].IsTerminal ? 0 : Value(rows, i + 1);
            double reward = options.RewardScale * steps[i].Reward;
            if (options.RewardClip > 0) reward = Math.Clamp(reward, -options.RewardClip, options.RewardClip);
            sum += product * (reward + (options.Discount * next) - rows.Output(1, i)[steps[i].Action]);
        }

        return sum;
    }

    private static double Value(Activations<double> rows, int row)
    {
        double[] p = TextbookLoss.Softmax(rows.Output(0, row));
        double value = 0;
        for (int b = 0; b < p.Length; b++) value += p[b] * rows.Output(1, row)[b];
        return value;
    }

    private (AlignedBlock<double> Parameters, Activations<double> Rows) Run(float[] theta, float[][] observations)
    {
        var parameters = new AlignedBlock<double>(theta.Length);
        for (int i = 0; i < theta.Length; i++) parameters.Span[i] = theta[i];
        var rows = new Activations<double>(structure, observations.Length);
        for (int row = 0; row < observations.Length; row++)
        {
            for (int i = 0; i < observations[row].Length; i++) rows.Input(row)[i] = observations[row][i];
        }

        _network.Forward(parameters.Span, rows, 0, observations.Length);
        return (parameters, rows);
    }
}
