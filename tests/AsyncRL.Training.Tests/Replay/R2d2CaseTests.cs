using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The functions of recurrent Q-learning from sequences, compared with cases that were computed independently.</summary>
public class R2d2CaseTests
{
    public static TheoryData<string> Rescalings => MethodCases.NamesOf("value_rescaling");

    public static TheoryData<string> Targets => MethodCases.NamesOf("r2d2_target");

    public static TheoryData<string> Priorities => MethodCases.NamesOf("sequence_priority");

    public static TheoryData<string> Ladders => MethodCases.NamesOf("apex_epsilons");

    [Theory]
    [MemberData(nameof(Rescalings))]
    public void Values_are_rescaled_and_back(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] values = inputs.Numbers("values"), rescaled = expected.Numbers("h");
        double slope = inputs.Number("epsilon");
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(rescaled[i], ValueRescaling.Of(values[i], slope), 1e-12 * (1 + Math.Abs(rescaled[i])));
            Assert.Equal(values[i], ValueRescaling.Inverse(rescaled[i], slope), 1e-12 * (1 + Math.Abs(values[i])));
            float single = ValueRescaling.Inverse(ValueRescaling.Of((float)values[i], slope), slope);
            Assert.Equal(values[i], single, 1e-6 * Math.Max(1, Math.Abs(values[i])));
        }
    }

    /// <summary>Without ε the inverse is sign(y) ((|y| + 1)² − 1).</summary>
    [Fact]
    public void The_rescaling_is_odd_and_monotone_and_has_its_inverse() => PropertyCheck.ForAllSeeds("value rescaling", 500, seed =>
    {
        var generator = new RandomGenerator(seed);
        double x = Math.Exp(12 * (generator.NextDouble() - 0.3)), larger = x * (1 + generator.NextDouble()) + 1e-9;
        Assert.Equal(-ValueRescaling.Of(x), ValueRescaling.Of(-x));
        Assert.True(ValueRescaling.Of(x) < ValueRescaling.Of(larger));
        Assert.Equal(x, ValueRescaling.Inverse(ValueRescaling.Of(x)), 1e-11 * (1 + x));
        double y = ValueRescaling.Of(x, 0);
        Assert.Equal(((y + 1) * (y + 1)) - 1, ValueRescaling.Inverse(y, 0), 1e-11 * (1 + x));
    });

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_target_is_rescaled_after_the_sum(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        (double slope, double gamma) = (inputs.Number("epsilon"), inputs.Number("gamma"));
        (double sum, double factor) = (0, 1);
        foreach (double reward in inputs.Numbers("rewards")) (sum, factor) = (sum + (factor * reward), factor * gamma);
        MethodCases.AssertClose(expected.Number("returnPart"), sum);
        if (inputs["terminated"]!.GetValue<bool>()) factor = 0;
        double[] values = Array.ConvertAll(inputs.Numbers("targetNext"), value => ValueRescaling.Inverse(value, slope));
        double target = ActionValueTarget.Of<double>(sum, factor, inputs.Numbers("onlineNext"), values);
        Assert.Equal(expected.Number("bootstrapPart"), target - sum, 1e-9);
        Assert.Equal(expected.Number("target"), ValueRescaling.Of(target, slope), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Priorities))]
    public void The_priority_of_a_sequence_is_between_the_mean_and_the_largest_error(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        var priority = default(SequencePriority);
        foreach ((double error, double mask) in inputs.Numbers("errors").Zip(inputs.Numbers("mask")))
        {
            if (mask != 0) priority = priority.With(error);
        }

        MethodCases.AssertClose(expected.Number("priority"), priority.Of(inputs.Number("eta")));
    }

    [Theory]
    [MemberData(nameof(Ladders))]
    public void Environments_explore_less_and_less(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        int actors = inputs.Whole("actors");
        double[] ladder =
        [
            .. Enumerable.Range(0, actors)
                .Select(i => EpsilonLadder.Of(i, actors, inputs.Number("epsilon"), inputs.Number("alpha"))),
        ];
        MethodCases.AssertClose(expected.Numbers("epsilons"), ladder);
    }
}
