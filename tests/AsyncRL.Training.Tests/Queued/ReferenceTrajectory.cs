using System.Linq;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Queued;

/// <summary>
/// The gradient of IMPALA over the first trajectory of an environment in double: an old θ acted, and a present θ learns. V-trace is the sum
/// that defines it (Espeholt et al. 2018, equation 1).
/// </summary>
internal static class ReferenceTrajectory
{
    internal static double[] Gradient(
        NetworkStructure structure,
        float[] old,
        float[] present,
        ScriptedEnvironment environment,
        StepOutcome[] script,
        ImpalaConstants constants)
    {
        int steps = constants.Steps;
        (Activations<double> before, _, _) = Forward(structure, old, environment, script, steps);
        (Activations<double> now, Network<double> network, AlignedBlock<double> theta) =
            Forward(structure, present, environment, script, steps);
        double[] values = [.. Enumerable.Range(0, steps + 1).Select(i => now.Output(1, i)[0])];
        double[] ratios = [.. Enumerable.Range(0, steps).Select(i => Math.Exp(LogOf(now, i) - LogOf(before, i)))];
        var targets = new double[steps + 1];
        targets[steps] = values[steps];
        for (int s = 0; s < steps; s++) targets[s] = values[s] + Surprises(s);
        SoftmaxLoss<double> loss = TestLoss.Softmax(constants.EntropyWeight, constants.ValueGradientScale);
        for (int i = 0; i < steps; i++)
        {
            double following = Outcome(i).IsEnd ? EndValue(i) : targets[i + 1];
            double advantage = Math.Min(constants.RhoBar, ratios[i]) * (Outcome(i).Reward + (constants.Discount * following) - values[i]);
            loss.AddPolicyStep(now.Output(0, i), environment.Taken[i], advantage, now.OutputGradient(0, i));
            loss.AddValueStep(values[i], targets[i], now.OutputGradient(1, i));
        }

        var gradient = new double[theta.Length];
        network.Backward(theta.Span, now, steps, gradient);
        return gradient;

        double Surprises(int s)
        {
            double sum = 0, factor = 1;
            for (int t = s; t < steps; t++)
            {
                double following = Outcome(t).IsEnd ? EndValue(t) : values[t + 1];
                sum += factor * Math.Min(constants.RhoBar, ratios[t]) * (Outcome(t).Reward + (constants.Discount * following) - values[t]);
                if (Outcome(t).IsEnd) break;
                factor *= constants.Discount * constants.Lambda * Math.Min(constants.CBar, ratios[t]);
            }

            return sum;
        }

        double EndValue(int i)
        {
            if (Outcome(i).Terminated) return 0;
            (Activations<double> last, Network<double> acting, AlignedBlock<double> block) = Make(structure, old, 1);
            Show(last, environment.Seen[i].After, 0);
            acting.Forward(block.Span, last, 0, 1);
            return last.Output(1, 0)[0];
        }

        StepOutcome Outcome(int i) => script[i % script.Length];

        double LogOf(Activations<double> activations, int row)
        {
            double[] logits = activations.Output(0, row).ToArray();
            return logits[environment.Taken[row]] - Math.Log(logits.Sum(Math.Exp));
        }
    }

    private static (Activations<double> Activations, Network<double> Network, AlignedBlock<double> Theta) Forward(
        NetworkStructure structure, float[] numbers, ScriptedEnvironment environment, StepOutcome[] script, int steps)
    {
        (Activations<double> activations, Network<double> network, AlignedBlock<double> theta) = Make(structure, numbers, steps + 1);
        for (int i = 0; i < steps; i++)
        {
            Show(activations, environment.Seen[i].Before, i);
            activations.Starts[i] = i == 0 || script[(i - 1) % script.Length].IsEnd;
        }

        Show(activations, environment.Seen[steps - 1].After, steps);
        network.Forward(theta.Span, activations, 0, steps + 1);
        return (activations, network, theta);
    }

    private static (Activations<double> Activations, Network<double> Network, AlignedBlock<double> Theta) Make(
        NetworkStructure structure, float[] numbers, int rows)
    {
        var theta = new AlignedBlock<double>(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) theta.Span[i] = numbers[i];
        return (new Activations<double>(structure, rows), NetworkFactory.Double(structure), theta);
    }

    private static void Show(Activations<double> activations, float[] observation, int row)
    {
        for (int i = 0; i < observation.Length; i++) activations.Input(row)[i] = observation[i];
    }
}

/// <summary>The constants of the loss.</summary>
internal sealed record ImpalaConstants(
    int Steps, double Discount, double Lambda, double RhoBar, double CBar, double EntropyWeight, double ValueGradientScale);
