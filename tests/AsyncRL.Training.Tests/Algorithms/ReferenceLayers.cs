using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>Dense layers by plain loops in double, found by name in a block of parameters.</summary>
internal sealed class ReferenceLayers
{
    private readonly ParameterLayout _layout;
    private readonly double[] _theta;

    internal ReferenceLayers(ParameterLayout layout, float[] theta)
    {
        (_layout, _theta) = (layout, Array.ConvertAll(theta, parameter => (double)parameter));
        Gradient = new double[theta.Length];
    }

    /// <summary>The gradient, in the layout of θ, to which <see cref="Backward"/> adds.</summary>
    internal double[] Gradient { get; }

    /// <summary>y = W x + b.</summary>
    internal double[] Forward(string layer, double[] input)
    {
        (int weights, int bias, int outputs) = Find(layer);
        var output = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            output[o] = _theta[bias + o];
            for (int i = 0; i < input.Length; i++) output[o] += input[i] * _theta[weights + (i * outputs) + o];
        }

        return output;
    }

    /// <summary>Adds to the gradients with respect to the layer's parameters and its input.</summary>
    internal void Backward(string layer, double[] input, double[] outputGradient, double[] inputGradient)
    {
        (int weights, int bias, int outputs) = Find(layer);
        for (int o = 0; o < outputs; o++)
        {
            Gradient[bias + o] += outputGradient[o];
            for (int i = 0; i < input.Length; i++)
            {
                Gradient[weights + (i * outputs) + o] += input[i] * outputGradient[o];
                inputGradient[i] += _theta[weights + (i * outputs) + o] * outputGradient[o];
            }
        }
    }

    /// <summary>max(0, x).</summary>
    internal static double[] Rectify(double[] sums) => Array.ConvertAll(sums, sum => Math.Max(0, sum));

    /// <summary>Passes the gradient where the rectifier's output is positive.</summary>
    internal static void BackwardRectify(double[] rectified, double[] gradient)
    {
        for (int u = 0; u < gradient.Length; u++)
        {
            if (rectified[u] <= 0) gradient[u] = 0;
        }
    }

    private (int Weights, int Bias, int Outputs) Find(string layer)
    {
        int weights = -1, bias = -1, outputs = 0;
        foreach (ParameterSlice slice in _layout.Slices)
        {
            if (slice.Name == $"{layer}.weights") weights = slice.Offset;
            if (slice.Name == $"{layer}.bias") (bias, outputs) = (slice.Offset, slice.Length);
        }

        return (weights, bias, outputs);
    }
}
