using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>y[o] = b[o] + Σᵢ x[i] · W[i, o].</summary>
public sealed class DenseTextbook : LayerTextbook<Dense>
{
    /// <inheritdoc/>
    protected override void Forward(Dense layer, TextbookPass pass)
    {
        (int inputs, int outputs) = (layer.Input.Size, layer.Output.Size);
        (double[] weights, double[] bias) = (pass.Parameters[0], pass.Parameters[1]);
        for (int t = 0; t < pass.Rows; t++)
        {
            for (int o = 0; o < outputs; o++)
            {
                ref TextbookSum y = ref pass.Output[(t * outputs) + o];
                y.Add(bias[o]);
                for (int i = 0; i < inputs; i++) y.Add(pass.Input[(t * inputs) + i] * weights[(i * outputs) + o]);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Backward(Dense layer, TextbookPass pass)
    {
        (int inputs, int outputs) = (layer.Input.Size, layer.Output.Size);
        double[] weights = pass.Parameters[0];
        (TextbookSum[] weightGradient, TextbookSum[] biasGradient) = (pass.ParameterGradient[0], pass.ParameterGradient[1]);
        for (int t = 0; t < pass.Rows; t++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double dy = pass.OutputGradient[(t * outputs) + o];
                biasGradient[o].Add(dy);
                for (int i = 0; i < inputs; i++)
                {
                    weightGradient[(i * outputs) + o].Add(pass.Input[(t * inputs) + i] * dy);
                    pass.InputGradient[(t * inputs) + i].Add(weights[(i * outputs) + o] * dy);
                }
            }
        }
    }
}
