using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>The equations of the LSTM and, in reverse order of time, their derivatives by the chain rule, one cell at a time.</summary>
public sealed class LstmTextbook : LayerTextbook<Lstm>
{
    /// <inheritdoc/>
    protected override void Forward(Lstm layer, TextbookPass pass)
    {
        for (int sequence = 0; sequence < pass.Sequences; sequence++)
        {
            foreach (Step step in Run(layer, pass, sequence))
            {
                for (int u = 0; u < step.Output.Length; u++) pass.Output[(step.Row * step.Output.Length) + u] = step.Output[u].ToSum();
            }
        }
    }

    /// <inheritdoc/>
    protected override void Backward(Lstm layer, TextbookPass pass)
    {
        Rounded[][] gradients = Array.ConvertAll(pass.ParameterGradient, sums => Array.ConvertAll(sums, sum => new Rounded(sum.Value, 0)));
        for (int sequence = 0; sequence < pass.Sequences; sequence++) Backward(layer, pass, Run(layer, pass, sequence), gradients);
        for (int p = 0; p < gradients.Length; p++)
        {
            for (int j = 0; j < gradients[p].Length; j++) pass.ParameterGradient[p][j] = gradients[p][j].ToSum();
        }
    }

    private static void Backward(Lstm layer, TextbookPass pass, Step[] steps, Rounded[][] gradients)
    {
        (int inputs, int cells) = (layer.Input.Size, layer.Output.Size);
        (double[] inputWeights, double[] recurrentWeights) = (pass.Parameters[0], pass.Parameters[1]);
        Rounded[] byOutput = new Rounded[cells], byState = new Rounded[cells];
        for (int t = steps.Length - 1; t >= 0; t--)
        {
            int row = steps[t].Row;
            Rounded[] gates = GateGradients(steps[t], pass, byOutput, byState);
            byOutput = new Rounded[cells];
            for (int k = 0; k < gates.Length; k++)
            {
                gradients[2][k] += gates[k];
                for (int i = 0; i < inputs; i++) gradients[0][(i * gates.Length) + k] += pass.Input[(row * inputs) + i] * gates[k];
                for (int u = 0; u < cells; u++)
                {
                    gradients[1][(u * gates.Length) + k] += steps[t].OutputBefore[u] * gates[k];
                    byOutput[u] += recurrentWeights[(u * gates.Length) + k] * gates[k];
                }
            }

            for (int i = 0; i < inputs; i++)
            {
                Rounded sum = 0;
                for (int k = 0; k < gates.Length; k++) sum += inputWeights[(i * gates.Length) + k] * gates[k];
                pass.InputGradient[(row * inputs) + i] = sum.ToSum();
            }

            if (pass.Starts[row]) (byOutput, byState) = (new Rounded[cells], new Rounded[cells]);
        }
    }

    private static Step[] Run(Lstm layer, TextbookPass pass, int sequence)
    {
        (int inputs, int cells) = (layer.Input.Size, layer.Output.Size);
        double[] first = pass.State[(sequence * 2 * cells)..((sequence + 1) * 2 * cells)];
        Rounded[] output = Array.ConvertAll(first[..cells], x => (Rounded)x), state = Array.ConvertAll(first[cells..], x => (Rounded)x);
        var steps = new Step[pass.Rows / pass.Sequences];
        for (int t = 0; t < steps.Length; t++)
        {
            int row = (t * pass.Sequences) + sequence;
            if (pass.Starts[row]) (output, state) = (new Rounded[cells], new Rounded[cells]);
            var sums = new Rounded[4 * cells];
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] = pass.Parameters[2][k];
                for (int i = 0; i < inputs; i++)
                    sums[k] += (Rounded)pass.Input[(row * inputs) + i] * pass.Parameters[0][(i * sums.Length) + k];
                for (int u = 0; u < cells; u++) sums[k] += output[u] * pass.Parameters[1][(u * sums.Length) + k];
            }

            steps[t] = Step.Of(row, sums, output, state);
            (output, state) = (steps[t].Output, steps[t].State);
        }

        return steps;
    }

    /// <summary>
    /// The derivatives with respect to the gates' sums. The derivatives with respect to the state before the step are written to
    /// <paramref name="byState"/>.
    /// </summary>
    private static Rounded[] GateGradients(Step step, TextbookPass pass, Rounded[] byOutput, Rounded[] byState)
    {
        int cells = byState.Length;
        var gradients = new Rounded[4 * cells];
        for (int u = 0; u < cells; u++)
        {
            (Rounded i, Rounded f, Rounded o, Rounded g, Rounded squashed) = step.Gates[u];
            Rounded dh = (Rounded)pass.OutputGradient[(step.Row * cells) + u] + byOutput[u];
            Rounded dc = byState[u] + (dh * o * (1 - (squashed * squashed)));
            gradients[u] = dc * g * i * (1 - i);
            gradients[cells + u] = dc * step.StateBefore[u] * f * (1 - f);
            gradients[(2 * cells) + u] = dh * squashed * o * (1 - o);
            gradients[(3 * cells) + u] = dc * i * (1 - (g * g));
            byState[u] = dc * f;
        }

        return gradients;
    }

    private sealed record Step(
        int Row, (Rounded I, Rounded F, Rounded O, Rounded G, Rounded Squashed)[] Gates, Rounded[] OutputBefore, Rounded[] StateBefore)
    {
        internal Rounded[] State { get; } = new Rounded[StateBefore.Length];

        internal Rounded[] Output { get; } = new Rounded[StateBefore.Length];

        internal static Step Of(int row, Rounded[] sums, Rounded[] outputBefore, Rounded[] stateBefore)
        {
            int cells = stateBefore.Length;
            var step = new Step(row, new (Rounded, Rounded, Rounded, Rounded, Rounded)[cells], outputBefore, stateBefore);
            for (int u = 0; u < cells; u++)
            {
                Rounded i = Rounded.Sigmoid(sums[u]), f = Rounded.Sigmoid(sums[cells + u] + 1), o = Rounded.Sigmoid(sums[(2 * cells) + u]);
                Rounded g = Rounded.Tanh(sums[(3 * cells) + u]);
                step.State[u] = (f * stateBefore[u]) + (i * g);
                Rounded squashed = Rounded.Tanh(step.State[u]);
                step.Output[u] = o * squashed;
                step.Gates[u] = (i, f, o, g, squashed);
            }

            return step;
        }
    }
}
