using AsyncRL.Environments.Control;
using AsyncRL.TestStatistics;

namespace AsyncRL.Environments.Tests.Control;

/// <summary>The first states of episodes: every number is uniform over its interval and independent of the others.</summary>
public class ControlResetTests
{
    private const int Resets = 50_000;

    /// <summary>Task, number of the state, interval.</summary>
    public static TheoryData<string, int, double, double> Intervals => new()
    {
        { "cartpole", 0, -0.05, 0.05 },
        { "cartpole", 1, -0.05, 0.05 },
        { "cartpole", 2, -0.05, 0.05 },
        { "cartpole", 3, -0.05, 0.05 },
        { "acrobot", 0, -0.1, 0.1 },
        { "acrobot", 1, -0.1, 0.1 },
        { "acrobot", 2, -0.1, 0.1 },
        { "acrobot", 3, -0.1, 0.1 },
        { "mountain-car", 0, -0.6, -0.4 },
        { "mountain-car-continuous", 0, -0.6, -0.4 },
        { "pendulum", 0, -Math.PI, Math.PI },
        { "pendulum", 1, -1, 1 },
    };

    [Theory]
    [MemberData(nameof(Intervals))]
    public void A_number_of_the_first_state_is_uniform(string name, int number, double low, double high)
    {
        var sample = new double[Resets];
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create(name, seed: 12);
        var observation = new Observation(limited.Observation);
        for (int i = 0; i < Resets; i++)
        {
            limited.Reset(observation);
            sample[i] = inner.State[number];
        }

        KolmogorovSmirnovTest.IsUniform(sample, low, high);
        AssertReaches(sample, low, high);
    }

    [Theory]
    [InlineData("cartpole")]
    [InlineData("acrobot")]
    [InlineData("pendulum")]
    public void The_signs_of_the_numbers_are_independent(string name)
    {
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create(name, seed: 13);
        var observation = new Observation(limited.Observation);
        var counts = new long[1 << inner.State.Length];
        for (int i = 0; i < Resets; i++)
        {
            limited.Reset(observation);
            int cell = 0;
            foreach (double number in inner.State) cell = (cell << 1) | (number < 0 ? 1 : 0);
            counts[cell]++;
        }

        ChiSquaredTest.IsUniform(counts);
    }

    [Theory]
    [InlineData("mountain-car")]
    [InlineData("mountain-car-continuous")]
    public void Cars_start_at_rest(string name)
    {
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create(name, seed: 14);
        var observation = new Observation(limited.Observation);
        limited.Reset(observation);
        Assert.Equal(0, inner.State[1]);
        Assert.Equal([(float)inner.State[0], 0], observation.Values);
    }

    [Fact]
    public void Only_the_acrobot_starts_from_single_precision()
    {
        foreach (string name in (string[])["cartpole", "acrobot", "mountain-car", "mountain-car-continuous", "pendulum"])
        {
            (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create(name, seed: 15);
            limited.Reset(new Observation(limited.Observation));
            Assert.Equal(name == "acrobot", inner.State[0] == (float)inner.State[0]);
        }
    }

    /// <summary>Checks the ends. An interval that is a little too short or too long passes the distribution's test.</summary>
    private static void AssertReaches(double[] sample, double low, double high)
    {
        const double SingleRounding = 1e-8;
        double near = (high - low) / 1000;
        Array.Sort(sample);
        Assert.InRange(sample[0], low - SingleRounding, low + near);
        Assert.InRange(sample[^1], high - near, high + SingleRounding);
    }
}
