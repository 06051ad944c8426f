using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Tests.Layers;

/// <summary>The parameters of the LSTM layer. Its passes are tested with those of every layer.</summary>
public class LstmTests
{
    /// <summary>
    /// A gate is a sum over the inputs and the cells. Therefore all three parameters are drawn from the same range.
    /// </summary>
    [Fact]
    public void Weights_and_bias_have_the_fan_in_of_the_gates_sums()
    {
        var layer = new Lstm(Shape.Vector(7), 5);
        Assert.Equal(["input-weights", "recurrent-weights", "bias"], Array.ConvertAll([.. layer.Parameters], p => p.Name));
        Assert.All(layer.Parameters, parameter => Assert.Equal((7 + 5, 4 * 5), (parameter.FanIn, parameter.FanOut)));
    }

    [Fact]
    public void The_replicas_choice_draws_the_bias_as_it_draws_the_weights()
    {
        var layer = new Lstm(Shape.Vector(200), 200);
        foreach (ParameterShape parameter in layer.Parameters)
        {
            var numbers = new float[parameter.Length];
            new FanInUniform().Fill(parameter, new RandomGenerator(1), numbers);
            Assert.InRange(numbers.Max(Math.Abs), 0.95 / Math.Sqrt(400), 1.0001 / Math.Sqrt(400));
        }
    }
}
