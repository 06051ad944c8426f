using AsyncRL.Interchange.Weights;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Interchange.Tests.Weights;

/// <summary>
/// A network's forward pass as PyTorch's documentation defines its modules, with images [channel, row, column], written out in double. It
/// reads only the arrays of the layout torch.
/// </summary>
internal sealed class TorchPass(NetworkStructure structure, IReadOnlyList<NamedArray> arrays)
{
    private readonly Dictionary<int, double[]> _outputs = [];
    private readonly Dictionary<string, (double[] H, double[] C)> _states = [];
    private double[] _observation = [];

    /// <summary>Begins a step with an observation [row, column, channel].</summary>
    internal void Begin(float[] observation)
    {
        Shape shape = structure.Input;
        _outputs.Clear();
        _observation = new double[observation.Length];
        for (int pixel = 0; pixel < shape.Height * shape.Width; pixel++)
        {
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                _observation[(channel * shape.Height * shape.Width) + pixel] = observation[(pixel * shape.Channels) + channel];
            }
        }
    }

    /// <summary>A head's outputs.</summary>
    internal double[] Head(string name) => Outputs(structure.HeadNode(structure.HeadIndex(name)));

    private double[] Outputs(int index)
    {
        if (index == NetworkNode.Observation) return _observation;
        if (_outputs.TryGetValue(index, out double[]? known)) return known;
        NetworkNode node = structure.Nodes[index];
        double[] x = Outputs(node.Source);
        return _outputs[index] = node.Layer switch
        {
            Dense => Linear(x, Of(node, "weight"), Of(node, "bias")),
            Conv2D layer => Convolve(x, layer, Of(node, "weight"), Of(node, "bias")),
            Relu => Array.ConvertAll(x, number => Math.Max(0, number)),
            LayerNorm layer => Normalize(x, layer.Epsilon, Of(node, "weight"), Of(node, "bias")),
            Lstm layer => Remember(node.Name, x, layer.Output.Size, name => Of(node, name)),
            Layer other => throw new NotSupportedException(other.Kind),
        };
    }

    private float[] Of(NetworkNode node, string name)
    {
        foreach (NamedArray array in arrays)
        {
            if (array.Name == $"{node.Name}.{name}") return array.Numbers.ToArray();
        }

        throw new KeyNotFoundException($"{node.Name}.{name}");
    }

    private static double[] Linear(double[] x, float[] weight, float[] bias)
    {
        var y = new double[bias.Length];
        for (int o = 0; o < y.Length; o++)
        {
            y[o] = bias[o];
            for (int i = 0; i < x.Length; i++) y[o] += weight[(o * x.Length) + i] * x[i];
        }

        return y;
    }

    private static double[] Convolve(double[] x, Conv2D layer, float[] weight, float[] bias)
    {
        (Shape from, Shape to, int kernel, int stride) = (layer.Input, layer.Output, layer.Kernel, layer.Stride);
        var y = new double[to.Size];
        for (int o = 0; o < to.Channels; o++)
        {
            for (int row = 0; row < to.Height; row++)
            {
                for (int column = 0; column < to.Width; column++)
                {
                    double sum = bias[o];
                    for (int i = 0; i < from.Channels; i++)
                    {
                        for (int ky = 0; ky < kernel; ky++)
                        {
                            for (int kx = 0; kx < kernel; kx++)
                            {
                                double pixel = x[(((i * from.Height) + (row * stride) + ky) * from.Width) + (column * stride) + kx];
                                sum += weight[(((((o * from.Channels) + i) * kernel) + ky) * kernel) + kx] * pixel;
                            }
                        }
                    }

                    y[(((o * to.Height) + row) * to.Width) + column] = sum;
                }
            }
        }

        return y;
    }

    private static double[] Normalize(double[] x, double epsilon, float[] weight, float[] bias)
    {
        (double mean, double variance) = (0, 0);
        foreach (double number in x) mean += number / x.Length;
        foreach (double number in x) variance += (number - mean) * (number - mean) / x.Length;
        var y = new double[x.Length];
        for (int i = 0; i < x.Length; i++) y[i] = ((x[i] - mean) / Math.Sqrt(variance + epsilon) * weight[i]) + bias[i];
        return y;
    }

    private double[] Remember(string name, double[] x, int cells, Func<string, float[]> of)
    {
        (double[] h, double[] c) = _states.GetValueOrDefault(name, (new double[cells], new double[cells]));
        double[] ofInput = Linear(x, of("weight_ih_l0"), of("bias_ih_l0")), ofState = Linear(h, of("weight_hh_l0"), of("bias_hh_l0"));
        (double[] nextH, double[] nextC) = (new double[cells], new double[cells]);
        for (int cell = 0; cell < cells; cell++)
        {
            double i = Sigmoid(Gate(0)), f = Sigmoid(Gate(1)), g = Math.Tanh(Gate(2)), o = Sigmoid(Gate(3));
            nextC[cell] = (f * c[cell]) + (i * g);
            nextH[cell] = o * Math.Tanh(nextC[cell]);

            double Gate(int gate) => ofInput[(gate * cells) + cell] + ofState[(gate * cells) + cell];
        }

        _states[name] = (nextH, nextC);
        return nextH;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
