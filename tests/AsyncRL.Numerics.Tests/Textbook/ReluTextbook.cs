using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>y = max(0, x). Its derivative is 1 if x &gt; 0, else 0.</summary>
public sealed class ReluTextbook : LayerTextbook<Relu>
{
    /// <inheritdoc/>
    protected override void Forward(Relu layer, TextbookPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++) pass.Output[i].Add(Math.Max(0, pass.Input[i]));
    }

    /// <inheritdoc/>
    protected override void Backward(Relu layer, TextbookPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++) pass.InputGradient[i].Add(pass.Input[i] > 0 ? pass.OutputGradient[i] : 0);
    }
}
