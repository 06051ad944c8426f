using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>y[i] = x[i] for the numbers of the input, and y[n + i] = a[i] for those that join them.</summary>
public sealed class JoinTextbook : LayerTextbook<Join>
{
    /// <inheritdoc/>
    protected override void Forward(Join layer, TextbookPass pass)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            for (int i = 0; i < layer.Output.Size; i++) pass.Output[(row * layer.Output.Size) + i].Add(Source(layer, pass, row, i));
        }
    }

    /// <inheritdoc/>
    protected override void Backward(Join layer, TextbookPass pass)
    {
        int inputs = layer.Input.Size, joined = layer.JoinedLength;
        for (int row = 0; row < pass.Rows; row++)
        {
            for (int i = 0; i < inputs; i++)
                pass.InputGradient[(row * inputs) + i].Add(pass.OutputGradient[(row * (inputs + joined)) + i]);
            for (int i = 0; i < joined; i++)
                pass.JoinedGradient[(row * joined) + i].Add(pass.OutputGradient[(row * (inputs + joined)) + inputs + i]);
        }
    }

    private static double Source(Join layer, TextbookPass pass, int row, int i) =>
        i < layer.Input.Size ? pass.Input[(row * layer.Input.Size) + i] : pass.Joined[(row * layer.JoinedLength) + i - layer.Input.Size];
}
