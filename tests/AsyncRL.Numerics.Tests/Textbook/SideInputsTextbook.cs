using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>y = (x, side).</summary>
public sealed class SideInputsTextbook : LayerTextbook<SideInputs>
{
    /// <inheritdoc/>
    protected override void Forward(SideInputs layer, TextbookPass pass)
    {
        for (int row = 0; row < pass.Rows; row++)
        {
            for (int i = 0; i < layer.Output.Size; i++)
            {
                double number = i < layer.Input.Size
                    ? pass.Input[(row * layer.Input.Size) + i]
                    : pass.Side[(row * layer.SideLength) + i - layer.Input.Size];
                pass.Output[(row * layer.Output.Size) + i].Add(number);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Backward(SideInputs layer, TextbookPass pass)
    {
        for (int x = 0; x < pass.InputGradient.Length; x++)
        {
            (int row, int i) = Math.DivRem(x, layer.Input.Size);
            pass.InputGradient[x].Add(pass.OutputGradient[(row * layer.Output.Size) + i]);
        }
    }
}
