namespace AsyncRL.Interchange;

/// <summary>
/// The gates of an LSTM in the order of other programs. Here the columns of a matrix are the gates i, f, o, g of all cells, and the forget
/// gate adds 1 to its sum. ONNX has rows i, o, f, g; PyTorch has rows i, f, g, o. Neither adds 1, so that the 1 goes into the bias.
/// </summary>
internal static class LstmGates
{
    /// <summary>Number of gates.</summary>
    internal const int Count = 4;

    private const int Forget = 1;

    private static ReadOnlySpan<int> Onnx => [0, 2, 1, 3];

    private static ReadOnlySpan<int> Torch => [0, 1, 3, 2];

    /// <summary>A matrix [inputs, 4 · cells] as ONNX reads it, [4 · cells, inputs].</summary>
    internal static float[] ForOnnx(ReadOnlySpan<float> weights, int inputs, int cells) => Rows(weights, inputs, cells, Onnx);

    /// <summary>The bias as ONNX reads it: that of the inputs, then zeros for that of the state.</summary>
    internal static float[] BiasForOnnx(ReadOnlySpan<float> bias, int cells)
    {
        var both = new float[2 * bias.Length];
        Bias(bias, cells, Onnx).CopyTo(both, 0);
        return both;
    }

    /// <summary>A matrix [inputs, 4 · cells] as PyTorch reads it, [4 · cells, inputs].</summary>
    internal static float[] ForTorch(ReadOnlySpan<float> weights, int inputs, int cells) => Rows(weights, inputs, cells, Torch);

    /// <summary>The bias of the inputs as PyTorch reads it; that of the state is 0.</summary>
    internal static float[] BiasForTorch(ReadOnlySpan<float> bias, int cells) => Bias(bias, cells, Torch);

    /// <summary>A matrix of PyTorch, [4 · cells, inputs], as it is here.</summary>
    internal static float[] FromTorch(ReadOnlySpan<float> weights, int inputs, int cells)
    {
        var result = new float[weights.Length];
        for (int gate = 0; gate < Count; gate++)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                int row = (gate * cells) + cell, column = (Torch[gate] * cells) + cell;
                for (int i = 0; i < inputs; i++) result[(i * Count * cells) + column] = weights[(row * inputs) + i];
            }
        }

        return result;
    }

    /// <summary>The sum of PyTorch's two biases as it is here.</summary>
    internal static float[] BiasFromTorch(ReadOnlySpan<float> ofInputs, ReadOnlySpan<float> ofState, int cells)
    {
        var result = new float[ofInputs.Length];
        for (int gate = 0; gate < Count; gate++)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                int row = (gate * cells) + cell;
                result[(Torch[gate] * cells) + cell] = ofInputs[row] + ofState[row] - (Torch[gate] == Forget ? 1 : 0);
            }
        }

        return result;
    }

    private static float[] Rows(ReadOnlySpan<float> weights, int inputs, int cells, ReadOnlySpan<int> order)
    {
        var result = new float[weights.Length];
        for (int gate = 0; gate < Count; gate++)
        {
            for (int cell = 0; cell < cells; cell++)
            {
                int row = (gate * cells) + cell, column = (order[gate] * cells) + cell;
                for (int i = 0; i < inputs; i++) result[(row * inputs) + i] = weights[(i * Count * cells) + column];
            }
        }

        return result;
    }

    private static float[] Bias(ReadOnlySpan<float> bias, int cells, ReadOnlySpan<int> order)
    {
        var result = new float[bias.Length];
        for (int gate = 0; gate < Count; gate++)
        {
            for (int cell = 0; cell < cells; cell++)
                result[(gate * cells) + cell] = bias[(order[gate] * cells) + cell] + (order[gate] == Forget ? 1 : 0);
        }

        return result;
    }
}
