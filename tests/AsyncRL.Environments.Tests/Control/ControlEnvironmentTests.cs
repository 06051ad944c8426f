using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Control;

namespace AsyncRL.Environments.Tests.Control;

/// <summary>The common rules of the control tasks: limits, ends, the clipping of actions, given states.</summary>
public class ControlEnvironmentTests
{
    public static TheoryData<string> Names => ControlTrace.Names;

    [Theory]
    [InlineData("cartpole", 500, 4, "2")]
    [InlineData("acrobot", 500, 6, "3")]
    [InlineData("mountain-car", 200, 2, "3")]
    [InlineData("mountain-car-continuous", 999, 2, "1 real number from -1 to 1")]
    [InlineData("pendulum", 200, 3, "1 real number from -2 to 2")]
    public void Shapes_and_limits_are_those_of_Gymnasium(string name, int timeLimit, int observationSize, string actions)
    {
        (TimeLimit limited, _) = ControlTrace.Create(name, seed: 1);
        Assert.Equal(timeLimit, limited.LongestEpisode);
        Assert.Equal(ObservationSpecification.Vector(observationSize), limited.Observation);
        Assert.Equal(actions, limited.Actions.ToString());
        Assert.Equal(1, limited.FramesPerAgentStep);
    }

    /// <summary>Behind the time limit, too. Where the observation is the state, it has the names of the state.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_numbers_of_an_observation_have_names(string name)
    {
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create(name, seed: 1);
        IReadOnlyList<string> names = limited.Observation.Names!;
        Assert.Equal(limited.Observation.Size, new HashSet<string>(names).Count);
        if (names.Count != inner.State.Length) return;
        for (int i = 0; i < names.Count; i++) Assert.Equal(inner.Facts[i].Name, names[i]);
    }

    [Fact]
    public void The_pole_and_the_cart_are_named_in_the_order_of_the_observation() => Assert.Equal(
        ["cart position (m)", "cart velocity (m/s)", "pole angle (rad)", "pole angular velocity (rad/s)"],
        ControlTrace.Create("cartpole", seed: 1).Limited.Observation.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_time_limit_of_0_is_refused(string name)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(name)!;
        var assignments = new Dictionary<string, string> { ["time-limit"] = "0" };
        InputException refusal = Assert.Throws<InputException>(
            () => OptionSet.With(description.DefaultOptions, assignments, new HashSet<string>()));
        Assert.Equal("The option time-limit is \"0\"; expected a whole number of at least 1.", refusal.Message);
    }

    /// <summary>In Gymnasium a force of 3 costs 0.1 · 3²; here it is clipped to a force of 1.</summary>
    [Theory]
    [InlineData(3f)]
    [InlineData(-3f)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_force_beyond_the_bounds_costs_what_the_bound_costs(float force)
    {
        (TimeLimit limited, ControlEnvironment inner) = ControlTrace.Create("mountain-car-continuous", seed: 1);
        var observation = new Observation(limited.Observation);
        limited.Reset(observation);
        inner.Place([-0.5, 0]);
        Assert.Equal(-0.1f, limited.Step(AgentAction.FromValues([force]), observation).Reward);
        Assert.Equal((Math.Sign(force) * 0.0015) - (0.0025 * Math.Cos(-1.5)), observation.Values[1], 1e-9);
    }

    /// <summary>With a velocity of 1e6 an angle would become so large that it could not be reduced to ±π.</summary>
    [Theory]
    [InlineData(0, 3.2)]
    [InlineData(1, -3.2)]
    [InlineData(2, 1e6)]
    [InlineData(3, 1e6)]
    public void A_saved_state_of_the_acrobot_beyond_its_limits_is_refused(int index, double number)
    {
        (_, ControlEnvironment inner) = ControlTrace.Create("acrobot", seed: 1);
        inner.Reset(new Observation(inner.Observation));
        using var saved = new MemoryStream();
        using (var writer = new BinaryWriter(saved, System.Text.Encoding.UTF8, leaveOpen: true)) ((IEnvironment)inner).SaveState(writer);
        byte[] bytes = saved.ToArray();
        BitConverter.GetBytes(number).CopyTo(bytes, index * sizeof(double));
        using var reader = new BinaryReader(new MemoryStream(bytes));
        Assert.Contains("state", Assert.Throws<InvalidDataException>(() => ((IEnvironment)inner).RestoreState(reader)).Message);
    }

    [Fact]
    public void A_choice_that_does_not_exist_is_named()
    {
        (TimeLimit limited, _) = ControlTrace.Create("cartpole", seed: 1);
        var observation = new Observation(limited.Observation);
        limited.Reset(observation);
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => limited.Step(2, observation));
        Assert.Contains("Expected a choice from 0 to 1.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, refusal.ActualValue);
    }

    [Fact]
    public void A_terminated_task_awaits_a_reset_or_another_state()
    {
        var environment = new ControlEnvironment(new CartPole(), new RandomGenerator(1));
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        environment.Place([2.39, 3, 0, 0]);
        Assert.Equal(new StepOutcome(1, Terminated: true, Truncated: false), environment.Step(1, observation));
        Assert.Throws<InvalidOperationException>(() => environment.Step(1, observation));

        environment.Place([0, 0, 0, 0]);
        Assert.Equal(new StepOutcome(1, Terminated: false, Truncated: false), environment.Step(1, observation));
        environment.Reset(observation);
        Assert.Equal(new StepOutcome(1, Terminated: false, Truncated: false), environment.Step(1, observation));
    }

    [Fact]
    public void A_state_of_another_length_is_refused()
    {
        var environment = new ControlEnvironment(new Pendulum(), new RandomGenerator(1));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => environment.Place([1, 2, 3]));
        Assert.StartsWith("The state has 3 numbers; expected 2.", refusal.Message, StringComparison.Ordinal);
    }
}
