using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>y[r, c, o] = b[o] + Σ over ky, kx, i of x[s·r + ky, s·c + kx, i] · W[ky, kx, i, o].</summary>
public sealed class Conv2DTextbook : LayerTextbook<Conv2D>
{
    /// <inheritdoc/>
    protected override void Forward(Conv2D layer, TextbookPass pass)
    {
        int channels = layer.Output.Channels;
        for (int y = 0; y < pass.Output.Length; y++) pass.Output[y].Add(pass.Parameters[1][y % channels]);
        ForEachProduct(layer, pass.Rows, (x, w, y) => pass.Output[y].Add(pass.Input[x] * pass.Parameters[0][w]));
    }

    /// <inheritdoc/>
    protected override void Backward(Conv2D layer, TextbookPass pass)
    {
        int channels = layer.Output.Channels;
        for (int y = 0; y < pass.OutputGradient.Length; y++) pass.ParameterGradient[1][y % channels].Add(pass.OutputGradient[y]);
        ForEachProduct(layer, pass.Rows, (x, w, y) =>
        {
            pass.ParameterGradient[0][w].Add(pass.Input[x] * pass.OutputGradient[y]);
            pass.InputGradient[x].Add(pass.Parameters[0][w] * pass.OutputGradient[y]);
        });
    }

    /// <summary>
    /// Visits every product of the convolution by the indices of its input, weight and output. The passes sum over these products.
    /// </summary>
    private static void ForEachProduct(Conv2D layer, int rows, Action<int, int, int> visit)
    {
        (Shape input, Shape output) = (layer.Input, layer.Output);
        for (int t = 0; t < rows; t++)
        {
            for (int r = 0; r < output.Height; r++)
            {
                for (int c = 0; c < output.Width; c++)
                {
                    for (int o = 0; o < output.Channels; o++)
                    {
                        int y = (t * output.Size) + (((r * output.Width) + c) * output.Channels) + o;
                        for (int ky = 0; ky < layer.Kernel; ky++)
                        {
                            for (int kx = 0; kx < layer.Kernel; kx++)
                            {
                                for (int i = 0; i < input.Channels; i++)
                                {
                                    int row = (layer.Stride * r) + ky, column = (layer.Stride * c) + kx;
                                    int x = (t * input.Size) + (((row * input.Width) + column) * input.Channels) + i;
                                    int w = (((((ky * layer.Kernel) + kx) * input.Channels) + i) * output.Channels) + o;
                                    visit(x, w, y);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
