using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Environments;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// The gradient of A3C over a segment in double, with its own state for networks with memory, and with generalized advantages computed by
/// the sums that define them.
/// </summary>
internal sealed class ReferenceActorCritic
{
    private readonly Network<double> _network;
    private readonly Activations<double> _activations;
    private readonly SoftmaxLoss<double> _loss;
    private readonly AlignedBlock<double> _theta;
    private readonly A3COptions _options;

    internal ReferenceActorCritic(NetworkStructure structure, float[] theta, A3COptions options)
    {
        _network = NetworkFactory.Double(structure);
        _activations = new Activations<double>(structure, options.TMax + 1);
        _loss = TestLoss.Softmax(options.EntropyWeight, options.ValueGradientScale);
        _theta = new AlignedBlock<double>(theta.Length);
        for (int i = 0; i < theta.Length; i++) _theta.Span[i] = theta[i];
        _options = options;
    }

    /// <summary>Computes the gradient of the segment that begins at an agent step, and moves the state to the next segment.</summary>
    /// <param name="environment">The environment with its recorded observations and actions.</param>
    /// <param name="first">The segment's first agent step.</param>
    /// <param name="steps">Its agent steps.</param>
    /// <param name="outcomes">The script of the environment.</param>
    /// <param name="carry">Moves the state; its argument is the number of the segment's agent steps.</param>
    internal double[] Gradient(
        ScriptedEnvironment environment, int first, int steps, StepOutcome[] outcomes, Action<Activations<double>, int> carry)
    {
        if (first == 0 || outcomes[(first - 1) % outcomes.Length].IsEnd) _activations.ClearState();
        for (int row = 0; row < steps; row++) Show(environment.Seen[first + row].Before, row);
        Show(environment.Seen[first + steps - 1].After, steps);
        _network.Forward(_theta.Span, _activations, 0, steps + 1);
        Accumulate(environment, first, steps, outcomes);
        var gradient = new double[_theta.Length];
        _network.Backward(_theta.Span, _activations, steps, gradient);
        carry(_activations, steps);
        return gradient;
    }

    private void Accumulate(ScriptedEnvironment environment, int first, int steps, StepOutcome[] outcomes)
    {
        double gamma = _options.Discount;
        var values = new double[steps + 1];
        for (int i = 0; i <= steps; i++) values[i] = _activations.Output(1, i)[0];
        if (outcomes[(first + steps - 1) % outcomes.Length].Terminated) values[steps] = 0;
        _loss.Begin(_options.EntropyWeight);
        double returns = values[steps];
        for (int i = steps - 1; i >= 0; i--)
        {
            returns = Reward(i) + (gamma * returns);
            double advantage = 0;
            for (int l = 0; i + l < steps; l++)
                advantage += Math.Pow(gamma * _options.Lambda, l) * (Reward(i + l) + (gamma * values[i + l + 1]) - values[i + l]);
            int action = environment.Taken[first + i];
            bool isReturn = _options.CriticTarget == "n-step" || _options.Lambda == 1;
            _loss.AddPolicyStep(_activations.Output(0, i), action, advantage, _activations.OutputGradient(0, i));
            _loss.AddValueStep(values[i], isReturn ? returns : values[i] + advantage, _activations.OutputGradient(1, i));
        }

        double Reward(int i) => outcomes[(first + i) % outcomes.Length].Reward;
    }

    private void Show(float[] observation, int row)
    {
        for (int i = 0; i < observation.Length; i++) _activations.Input(row)[i] = observation[i];
    }
}
