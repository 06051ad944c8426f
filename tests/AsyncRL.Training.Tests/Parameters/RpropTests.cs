using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>Rprop with and without taking moves back, by the numbers of the cases.</summary>
public class RpropTests
{
    public static TheoryData<string> Cases => MethodCases.NamesOf("rprop");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Positions_and_steps_are_those_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        foreach ((string variant, bool takesBack) in new[] { ("withBacktracking", true), ("minus", false) })
        {
            var options = new RpropOptions
            {
                InitialStep = inputs.Number("initialStep"),
                SmallestStep = inputs.Number("minStep"),
                LargestStep = inputs.Number("maxStep"),
                Backtracking = takesBack,
            };
            var rprop = new Rprop { Options = options };
            (float position, float sign, float step) = (0, 0, 0);
            double[] gradients = inputs.Numbers("gradients");
            double[] positions = expected[variant]!.Numbers("positions"), steps = expected[variant]!.Numbers("steps");
            for (int i = 0; i < gradients.Length; i++)
            {
                position -= rprop.Move((float)gradients[i], ref sign, ref step);
                Assert.Equal(positions[i], position, 2e-5);
                Assert.Equal(steps[i], step, 2e-5);
            }
        }
    }

    /// <summary>The step grows to its largest size, and shrinks to its smallest.</summary>
    [Fact]
    public void Steps_stay_within_their_bounds()
    {
        var rprop = new Rprop { Options = new RpropOptions { SmallestStep = 0.01, LargestStep = 0.5 } };
        (float sign, float step) = (0, 0);
        for (int i = 0; i < 20; i++) rprop.Move(1, ref sign, ref step);
        Assert.Equal(0.5f, step);
        for (int i = 0; i < 40; i++) rprop.Move(i % 4 < 2 ? -1 : 1, ref sign, ref step);
        Assert.Equal(0.01f, step);
    }
}
