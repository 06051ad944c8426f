using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Networks;

/// <summary>
/// Compares a network's passes with the passes of its layers, which the test chains itself with a buffer for every result.
/// </summary>
public class NetworkChainTests
{
    private const int Rows = 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_passes_are_those_of_the_layers_in_a_chain(bool withoutTrunk)
    {
        NetworkStructure structure = withoutTrunk ? SmallNetwork.MakeWithoutTrunk() : SmallNetwork.Make();
        Network<double> network = NetworkFactory.Double(structure);
        AlignedBlock<double> parameters = SmallNetwork.MakeParameters<double>(structure, new RandomGenerator(1));
        Activations<double> activations = SmallNetwork.MakeActivations<double>(structure, Rows, new RandomGenerator(2));
        var gradient = new AlignedBlock<double>(parameters.Length);
        network.Forward(parameters.Span, activations, 0, Rows);
        network.Backward(parameters.Span, activations, Rows, gradient.Span);

        var chained = new double[parameters.Length];
        double[] features = activations.InputRows(0, 0, Rows).ToArray();
        var steps = new List<Step>();
        int offset = 0;
        foreach (Layer layer in structure.Trunk)
        {
            steps.Add(Forward(layer, parameters, ref offset, features));
            features = steps[^1].Output;
        }

        var featureGradient = new double[features.Length];
        for (int head = 0; head < structure.Heads.Length; head++)
        {
            Step step = Forward(structure.Nodes[structure.HeadNode(head)].Layer, parameters, ref offset, features);
            Bits.AssertSame<double>(step.Output, activations.HeadRows(head, 0, Rows), structure.Heads[head].Name);
            double[] one = Backward(step, parameters, activations.HeadGradientRows(head, 0, Rows).ToArray(), chained);
            for (int i = 0; i < one.Length; i++) featureGradient[i] += one[i];
        }

        Assert.Equal(parameters.Length, offset);
        for (int i = steps.Count - 1; i >= 0; i--) featureGradient = Backward(steps[i], parameters, featureGradient, chained);

        // The bits are not the same, because the heads' gradients are added in another order.
        for (int i = 0; i < chained.Length; i++) Assert.Equal(chained[i], gradient.Span[i], 1e-13);
    }

    private static Step Forward(Layer layer, AlignedBlock<double> parameters, ref int offset, double[] input)
    {
        var step = new Step(layer, offset, input, new double[Rows * layer.Output.Size]);
        layer.Forward<ScalarVector<double>, double>(new ForwardPass<double>
        {
            Rows = Rows,
            Parameters = parameters.Span.Slice(offset, layer.ParameterBlockLength),
            Input = input,
            Output = step.Output,
        });
        offset += layer.ParameterBlockLength;
        return step;
    }

    private static double[] Backward(Step step, AlignedBlock<double> parameters, double[] outputGradient, double[] gradient)
    {
        var inputGradient = new double[step.Input.Length];
        step.Layer.Backward<ScalarVector<double>, double>(new BackwardPass<double>
        {
            Rows = Rows,
            Parameters = parameters.Span.Slice(step.Offset, step.Layer.ParameterBlockLength),
            Input = step.Input,
            Output = step.Output,
            OutputGradient = outputGradient,
            ParameterGradient = gradient.AsSpan(step.Offset, step.Layer.ParameterBlockLength),
            InputGradient = inputGradient,
            Scratch = new double[step.Layer.ScratchLength(Rows, 1)],
        });
        return inputGradient;
    }

    private sealed record Step(Layer Layer, int Offset, double[] Input, double[] Output);
}
