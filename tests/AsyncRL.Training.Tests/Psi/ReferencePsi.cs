using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Algorithms;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Psi;

/// <summary>
/// The gradient of a segment in double for each ψ, by the sums that define ψ and the targets, from the environment's recorded observations,
/// actions and rewards. Only the network's passes and the row of the loss are the program's.
/// </summary>
/// <param name="structure">A network with the head "policy" first and the critic's head second.</param>
/// <param name="options">The options.</param>
internal sealed class ReferencePsi(NetworkStructure structure, A3COptions options)
{
    private readonly Network<double> _network = NetworkFactory.Double(structure);

    /// <summary>Computes the gradient.</summary>
    /// <param name="theta">The parameters that learn.</param>
    /// <param name="acting">The parameters that acted; only V-trace reads them.</param>
    /// <param name="environment">The environment with its recorded observations and actions.</param>
    /// <param name="first">The segment's first agent step.</param>
    /// <param name="outcomes">The outcomes of its agent steps.</param>
    internal double[] Gradient(
        float[] theta, float[] acting, ScriptedEnvironment environment, int first, ReadOnlySpan<StepOutcome> outcomes)
    {
        int steps = outcomes.Length;
        (AlignedBlock<double> parameters, Activations<double> rows) = Run(theta, environment, first, steps);
        double[] values = new double[steps + 1], rewards = new double[steps];
        for (int i = 0; i <= steps; i++) values[i] = Value(rows, i);
        bool isReinforce = options.Psi is "total" or "return";
        if (outcomes[^1].Terminated || isReinforce) values[steps] = 0;
        for (int i = 0; i < steps; i++) rewards[i] = outcomes[i].Reward;
        Activations<double> then = Run(acting, environment, first, steps).Rows;
        double[] ratios = Ratios(rows, then, environment, first, steps);
        SoftmaxLoss<double> loss = TestLoss.Softmax(options.EntropyWeight, options.ValueGradientScale);
        for (int i = 0; i < steps; i++)
        {
            int action = environment.Taken[first + i];
            double actionValue = rows.Output(1, i)[options.Psi is "q" or "advantage" ? action : 0];
            (double psi, double target) = options.Psi switch
            {
                "td" => (rewards[i] + (options.Discount * values[i + 1]) - values[i], Target(rewards, values, i)),
                "total" => (Return(rewards, values, 0), 0),
                "return" => (Return(rewards, values, i), 0),
                "return-baseline" => (Return(rewards, values, i) - values[i], Target(rewards, values, i)),
                "q" => (actionValue, Target(rewards, values, i)),
                "advantage" => (actionValue - values[i], Target(rewards, values, i)),
                _ => Corrected(rewards, values, ratios, i),
            };
            loss.AddPolicyStep(rows.Output(0, i), action, psi, rows.OutputGradient(0, i));
            rows.OutputGradient(1, i).Clear();
            if (isReinforce) continue;
            int place = options.Psi is "q" or "advantage" ? action : 0;
            rows.OutputGradient(1, i)[place] = options.ValueGradientScale * (rows.Output(1, i)[place] - target);
        }

        var gradient = new double[parameters.Length];
        _network.Backward(parameters.Span, rows, steps, gradient);
        return gradient;
    }

    private static double[] Ratios(
        Activations<double> now, Activations<double> then, ScriptedEnvironment environment, int first, int steps)
    {
        var ratios = new double[steps];
        for (int i = 0; i < steps; i++)
        {
            int action = environment.Taken[first + i];
            ratios[i] = Probability(now, i, action) / Probability(then, i, action);
        }

        return ratios;

        static double Probability(Activations<double> rows, int row, int action) => TextbookLoss.Softmax(rows.Output(0, row))[action];
    }

    /// <summary>Equation 1 of Espeholt et al. 2018: v = V + Σₖ γᵏ (Π c) δ, and the weight ρ̄ (r + γ v′ − V).</summary>
    private (double Weight, double Target) Corrected(double[] rewards, double[] values, double[] ratios, int i)
    {
        double rho = Math.Min(options.RhoBar, ratios[i]);
        double next = i + 1 < rewards.Length ? Trace(i + 1) : values[i + 1];
        return (rho * (rewards[i] + (options.Discount * next) - values[i]), Trace(i));

        double Trace(int start)
        {
            (double sum, double product) = (values[start], 1);
            for (int k = start; k < rewards.Length; k++)
            {
                double surprise = rewards[k] + (options.Discount * values[k + 1]) - values[k];
                sum += product * Math.Min(options.RhoBar, ratios[k]) * surprise;
                product *= options.Discount * options.Lambda * Math.Min(options.CBar, ratios[k]);
            }

            return sum;
        }
    }

    /// <summary>R: discounted rewards to the end of the segment, and V from there on.</summary>
    private double Return(double[] rewards, double[] values, int i)
    {
        double sum = Math.Pow(options.Discount, rewards.Length - i) * values[^1];
        for (int k = i; k < rewards.Length; k++) sum += Math.Pow(options.Discount, k - i) * rewards[k];
        return sum;
    }

    /// <summary>The λ-return by its sum over surprises, or R.</summary>
    private double Target(double[] rewards, double[] values, int i)
    {
        if (options.Lambda == 1 || options.CriticTarget == "n-step") return Return(rewards, values, i);
        double sum = values[i];
        for (int k = i; k < rewards.Length; k++)
            sum += Math.Pow(options.Discount * options.Lambda, k - i) * (rewards[k] + (options.Discount * values[k + 1]) - values[k]);
        return sum;
    }

    private double Value(Activations<double> rows, int row)
    {
        if (options.Psi is not ("q" or "advantage")) return rows.Output(1, row)[0];
        double[] p = TextbookLoss.Softmax(rows.Output(0, row));
        double value = 0;
        for (int j = 0; j < p.Length; j++) value += p[j] * rows.Output(1, row)[j];
        return value;
    }

    private (AlignedBlock<double> Parameters, Activations<double> Rows) Run(
        float[] theta, ScriptedEnvironment environment, int first, int steps)
    {
        var parameters = new AlignedBlock<double>(theta.Length);
        for (int i = 0; i < theta.Length; i++) parameters.Span[i] = theta[i];
        var rows = new Activations<double>(structure, steps + 1);
        for (int row = 0; row < steps; row++) Show(environment.Seen[first + row].Before, rows.Input(row));
        Show(environment.Seen[first + steps - 1].After, rows.Input(steps));
        _network.Forward(parameters.Span, rows, 0, steps + 1);
        return (parameters, rows);
    }

    private static void Show(float[] observation, Span<double> row)
    {
        for (int i = 0; i < observation.Length; i++) row[i] = observation[i];
    }
}
