using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>The numbers of one layer's two passes, as the textbook loops read and write them. Matrices are row-major.</summary>
public sealed class TextbookPass
{
    /// <summary>Rows of the segment.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of sequences: row r is the next step after row r − sequences.</summary>
    public required int Sequences { get; init; }

    /// <summary>Whether an episode begins at a row.</summary>
    public required bool[] Starts { get; init; }

    /// <summary>The layer's parameters, one array each.</summary>
    public required double[][] Parameters { get; init; }

    /// <summary>[rows, input].</summary>
    public required double[] Input { get; init; }

    /// <summary>[rows, joined].</summary>
    public required double[] Joined { get; init; }

    /// <summary>The state before the first row of each sequence; empty for a layer without memory.</summary>
    public required double[] State { get; init; }

    /// <summary>[rows, output]: the derivative of the loss with respect to the output.</summary>
    public required double[] OutputGradient { get; init; }

    /// <summary>[rows, output].</summary>
    public required TextbookSum[] Output { get; init; }

    /// <summary>One array per parameter.</summary>
    public required TextbookSum[][] ParameterGradient { get; init; }

    /// <summary>[rows, input].</summary>
    public required TextbookSum[] InputGradient { get; init; }

    /// <summary>[rows, joined].</summary>
    public required TextbookSum[] JoinedGradient { get; init; }

    /// <summary>Runs the loops of a layer's type with the numbers of a run of the layer itself.</summary>
    internal static TextbookPass Compute(LayerRun<double> run)
    {
        Layer layer = run.Layer;
        LayerTextbook textbook = LayerTextbook.Find(layer.GetType())
            ?? throw new InvalidOperationException(LayerTextbook.Missing(layer.GetType()));
        int parameters = layer.Parameters.Length;
        var pass = new TextbookPass
        {
            Rows = run.Rows,
            Sequences = run.Sequences,
            Starts = run.Starts,
            Parameters = new double[parameters][],
            Input = run.Input.Span.ToArray(),
            Joined = run.Joined.Span.ToArray(),
            State = run.State.Span[..(run.Sequences * layer.StateLength)].ToArray(),
            OutputGradient = run.OutputGradient.Span.ToArray(),
            Output = new TextbookSum[run.Output.Span.Length],
            ParameterGradient = new TextbookSum[parameters][],
            InputGradient = new TextbookSum[run.Input.Span.Length],
            JoinedGradient = new TextbookSum[run.Joined.Span.Length],
        };
        for (int i = 0; i < parameters; i++)
        {
            pass.Parameters[i] = run.ParameterSlice(run.Parameters, i).ToArray();
            pass.ParameterGradient[i] = Array.ConvertAll(run.ParameterSlice(run.ParameterGradient, i).ToArray(), Start);
        }

        textbook.Forward(layer, pass);
        textbook.Backward(layer, pass);
        return pass;
    }

    private static TextbookSum Start(double value)
    {
        TextbookSum sum = default;
        sum.Add(value);
        return sum;
    }
}
