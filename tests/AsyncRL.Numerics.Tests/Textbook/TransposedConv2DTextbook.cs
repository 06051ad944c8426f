using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>y[s·r + ky, s·c + kx, o] = b[o] + Σ over r, c, i of x[r, c, i] · W[ky, kx, o, i].</summary>
public sealed class TransposedConv2DTextbook : LayerTextbook<TransposedConv2D>
{
    /// <inheritdoc/>
    protected override void Forward(TransposedConv2D layer, TextbookPass pass)
    {
        int channels = layer.Output.Channels;
        for (int y = 0; y < pass.Output.Length; y++) pass.Output[y].Add(pass.Parameters[1][y % channels]);
        ForEachProduct(layer, pass.Rows, (x, w, y) => pass.Output[y].Add(pass.Input[x] * pass.Parameters[0][w]));
    }

    /// <inheritdoc/>
    protected override void Backward(TransposedConv2D layer, TextbookPass pass)
    {
        int channels = layer.Output.Channels;
        for (int y = 0; y < pass.OutputGradient.Length; y++) pass.ParameterGradient[1][y % channels].Add(pass.OutputGradient[y]);
        ForEachProduct(layer, pass.Rows, (x, w, y) =>
        {
            pass.ParameterGradient[0][w].Add(pass.Input[x] * pass.OutputGradient[y]);
            pass.InputGradient[x].Add(pass.Parameters[0][w] * pass.OutputGradient[y]);
        });
    }

    /// <summary>Visits every product by the indices of its input, weight and output, one input pixel after the other.</summary>
    private static void ForEachProduct(TransposedConv2D layer, int rows, Action<int, int, int> visit)
    {
        (Shape input, Shape output) = (layer.Input, layer.Output);
        for (int x = 0; x < rows * input.Size; x++)
        {
            (int t, int inRow) = Math.DivRem(x, input.Size);
            (int pixel, int i) = Math.DivRem(inRow, input.Channels);
            (int r, int c) = Math.DivRem(pixel, input.Width);
            for (int tap = 0; tap < layer.Kernel * layer.Kernel; tap++)
            {
                (int ky, int kx) = Math.DivRem(tap, layer.Kernel);
                int corner = (((layer.Stride * r) + ky) * output.Width) + (layer.Stride * c) + kx;
                for (int o = 0; o < output.Channels; o++)
                {
                    visit(
                        x,
                        (((tap * output.Channels) + o) * input.Channels) + i,
                        (t * output.Size) + (corner * output.Channels) + o);
                }
            }
        }
    }
}
