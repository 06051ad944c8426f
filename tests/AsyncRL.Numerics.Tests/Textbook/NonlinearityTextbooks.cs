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

/// <summary>y = 1 / (1 + e⁻ˣ). Its derivative is y (1 − y).</summary>
public sealed class SigmoidTextbook : LayerTextbook<Sigmoid>
{
    /// <inheritdoc/>
    protected override void Forward(Sigmoid layer, TextbookPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = Rounded.Sigmoid(pass.Input[i]).ToSum();
    }

    /// <inheritdoc/>
    protected override void Backward(Sigmoid layer, TextbookPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++)
        {
            var y = Rounded.Sigmoid(pass.Input[i]);
            pass.InputGradient[i] = (pass.OutputGradient[i] * (y * (1 - y))).ToSum();
        }
    }
}
