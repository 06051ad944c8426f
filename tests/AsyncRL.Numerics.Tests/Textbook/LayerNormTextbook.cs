using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>
/// y = γ (x − μ) / √(σ² + ε) + β and, by the chain rule through μ and σ², its derivatives. The loops compute in <see cref="Rounded"/>
/// numbers, which also give the error bound of floats at every output.
/// </summary>
public sealed class LayerNormTextbook : LayerTextbook<LayerNorm>
{
    /// <inheritdoc/>
    protected override void Forward(LayerNorm layer, TextbookPass pass)
    {
        int n = layer.Input.Size;
        for (int t = 0; t < pass.Rows; t++)
        {
            Row row = Row.Of(pass.Input.AsSpan(t * n, n), layer.Epsilon);
            for (int i = 0; i < n; i++)
                pass.Output[(t * n) + i] = ((pass.Parameters[0][i] * row.Normalized[i]) + pass.Parameters[1][i]).ToSum();
        }
    }

    /// <inheritdoc/>
    protected override void Backward(LayerNorm layer, TextbookPass pass)
    {
        int n = layer.Input.Size;
        for (int t = 0; t < pass.Rows; t++)
        {
            Row row = Row.Of(pass.Input.AsSpan(t * n, n), layer.Epsilon);
            TextbookSum sum = default, product = default;
            for (int i = 0; i < n; i++)
            {
                double dy = pass.OutputGradient[(t * n) + i];
                pass.ParameterGradient[0][i].Add(dy * row.Normalized[i]);
                pass.ParameterGradient[1][i].Add(dy);
                Rounded g = (Rounded)dy * pass.Parameters[0][i];
                sum.Add(g);
                product.Add(g * row.Normalized[i]);
            }

            Rounded mean = sum.Rounded / n, slope = product.Rounded / n;
            for (int i = 0; i < n; i++)
            {
                Rounded g = (Rounded)pass.OutputGradient[(t * n) + i] * pass.Parameters[0][i];
                pass.InputGradient[(t * n) + i] = ((g - mean - (row.Normalized[i] * slope)) * row.Scale).ToSum();
            }
        }
    }

    private sealed record Row(Rounded[] Normalized, Rounded Scale)
    {
        internal static Row Of(ReadOnlySpan<double> input, double epsilon)
        {
            TextbookSum sum = default, squares = default;
            foreach (double x in input) sum.Add(x);
            Rounded mean = sum.Rounded / input.Length;
            var normalized = new Rounded[input.Length];
            for (int i = 0; i < input.Length; i++)
            {
                normalized[i] = input[i] - mean;
                squares.Add(normalized[i] * normalized[i]);
            }

            // ε is rounded to the element.
            Rounded scale = 1 / Rounded.SquareRoot((squares.Rounded / input.Length) + new Rounded(epsilon, epsilon));
            for (int i = 0; i < input.Length; i++) normalized[i] *= scale;
            return new Row(normalized, scale);
        }
    }
}
