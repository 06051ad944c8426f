using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Tests.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>A layer behind a rectifier skips the gradients that the rectifier stops, and no others.</summary>
public class RectifiedInputTests
{
    private const int Inputs = 150;

    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void Behind_the_rectifier_the_gradients_have_the_same_bits_whether_some_were_left_out_or_not(VectorWidth width)
    {
        foreach (Layer layer in new Layer[] { new Dense(Shape.Vector(Inputs), 21), new Lstm(Shape.Vector(Inputs), 5) })
        {
            for (int rows = 1; rows <= 7; rows++) VectorChoice.Invoke(width, new Comparison(layer, rows));
        }
    }

    /// <summary>There is one head, so that a manual chain adds its gradients in the network's order.</summary>
    [Theory]
    [MemberData(nameof(SampledTypes.AllVectors), MemberType = typeof(SampledTypes))]
    public void A_network_has_the_parameter_gradients_of_its_layers_that_leave_nothing_out(VectorWidth width)
    {
        var structure = new NetworkStructure(
            new NetworkDescription("chain", "tests", [new FullyConnected(90), new Rectifier(), new FullyConnected(40), new Rectifier()]),
            Shape.Vector(13),
            new HeadDescription("policy", 4));
        VectorChoice.Invoke(width, new Chain(structure, 5));
    }

    private sealed record Comparison(Layer Layer, int Rows) : IVectorOperation<bool>
    {
        public bool Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            LayerRun<float> all = Run<TVector>(isRectified: false), some = Run<TVector>(isRectified: true);
            Bits.AssertSame<float>(all.ParameterGradient.Span, some.ParameterGradient.Span, $"{all.Name}, parameter gradient");
            int leftOut = 0;
            for (int i = 0; i < all.Input.Span.Length; i++)
            {
                if (all.Input.Span[i] > 0) Assert.Equal(all.InputGradient.Span[i], some.InputGradient.Span[i]);
                else Assert.True(float.IsFinite(some.InputGradient.Span[i]));
                if (some.InputGradient.Span[i] == 0 && all.InputGradient.Span[i] != 0) leftOut++;
            }

            Assert.NotEqual(0, leftOut);
            return true;
        }

        private LayerRun<float> Run<TVector>(bool isRectified)
            where TVector : unmanaged, IVector<TVector, float>
        {
            var run = new LayerRun<float>(Layer, Rows, 1) { InputIsRectified = isRectified };
            for (int i = 0; i < run.Input.Span.Length; i++)
            {
                // The results of a rectifier, with some inputs that are 0 in every row.
                run.Input.Span[i] = i % Inputs % 5 == 0 ? 0 : Math.Max(0, run.Input.Span[i]);
            }

            return run.Run<TVector>();
        }
    }

    private sealed record Chain(NetworkStructure Structure, int Rows) : IVectorOperation<bool>
    {
        public bool Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float>
        {
            Network<float> network = NetworkFactory.Single(Structure, TVector.Kind);
            AlignedBlock<float> parameters = SmallNetwork.MakeParameters<float>(Structure, new RandomGenerator(1));
            Activations<float> activations = SmallNetwork.MakeActivations<float>(Structure, Rows, new RandomGenerator(2));
            var gradient = new AlignedBlock<float>(parameters.Length);
            network.Forward(parameters.Span, activations, 0, Rows);
            network.Backward(parameters.Span, activations, Rows, gradient.Span);

            var chained = new AlignedBlock<float>(parameters.Length);
            AlignedBlock<float> outputGradient = new(Rows * 4);
            activations.HeadGradientRows(0, 0, Rows).CopyTo(outputGradient.Span);
            int offset = parameters.Length;
            for (int i = Structure.Nodes.Length - 1; i >= 0; i--)
            {
                Layer layer = Structure.Nodes[i].Layer;
                offset -= layer.ParameterBlockLength;
                var inputGradient = new AlignedBlock<float>(Rows * layer.Input.Size);
                layer.Backward<TVector, float>(new BackwardPass<float>
                {
                    Rows = Rows,
                    Parameters = parameters.Span.Slice(offset, layer.ParameterBlockLength),
                    Input = activations.InputRows(i, 0, Rows),
                    Output = activations.OutputRows(i, 0, Rows),
                    OutputGradient = outputGradient.Span,
                    ParameterGradient = chained.Span.Slice(offset, layer.ParameterBlockLength),
                    InputGradient = inputGradient.Span,
                });
                outputGradient = inputGradient;
            }

            Bits.AssertSame<float>(chained.Span, gradient.Span, $"{TVector.Kind}, gradient");
            return true;
        }
    }
}
