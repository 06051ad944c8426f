using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Tests.Networks;

namespace AsyncRL.Numerics.Tests.Gradients;

public class NetworkKinksTests
{
    private const int Rows = 3;

    [Fact]
    public void The_pattern_changes_with_any_input_of_any_rectifier_that_changes_sign_and_with_nothing_else()
    {
        NetworkStructure structure = SmallNetwork.Make();
        Activations<double> activations = SmallNetwork.MakeActivations<double>(structure, Rows, new RandomGenerator(1));
        NetworkFactory.Double(structure)
            .Forward(SmallNetwork.MakeParameters<double>(structure, new RandomGenerator(2)).Span, activations, 0, Rows);
        ulong pattern = NetworkKinks.Pattern(activations, Rows);
        for (int layer = 0; layer < structure.Trunk.Length; layer++)
        {
            Span<double> inputs = activations.InputRows(layer, 0, Rows);
            for (int i = 0; i < inputs.Length; i++)
            {
                double input = inputs[i];
                inputs[i] = input > 0 ? input / 2 : 2 * input;
                Assert.Equal(pattern, NetworkKinks.Pattern(activations, Rows));
                inputs[i] = input > 0 ? -input : 1;
                bool changed = pattern != NetworkKinks.Pattern(activations, Rows);
                Assert.True(changed == structure.Trunk[layer] is Relu, $"layer {layer}, input {i}");
                inputs[i] = input;
            }
        }
    }
}
