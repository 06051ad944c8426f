namespace AsyncRL.Environments.Tests.Contract;

/// <summary>The contract of <see cref="IEnvironment"/>, tested on every environment. New environments are found by type.</summary>
public class EnvironmentContractTests
{
    private const int Moves = 300;
    private const int EpisodeLimit = 100_000;

    public static TheoryData<string, string> Cases => ContractCase.All();

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_specification_is_sound(string name, string assignments)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed: 1);
        ObservationSpecification specification = environment.Observation;

        Assert.True(specification is { Height: >= 1, Width: >= 1, Channels: >= 1 });
        Assert.True(specification.Kind == ObservationKind.Pixels || specification is { Height: 1, Width: 1 });
        Assert.True(environment.Actions.Count >= 1);
        Assert.True(environment.FramesPerAgentStep >= 1);
        new RandomPlayer(environment, seed: 2).Record(Moves);
        Assert.Equal(specification, environment.Observation);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_number_of_an_observation_is_written(string name, string assignments)
    {
        var first = new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2);
        var second = new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2);
        for (int move = 0; move < Moves; move++)
        {
            Fill(first.Observation, 0x55, 1e30f);
            Fill(second.Observation, 0xAA, -1e30f);
            first.Move();
            second.Move();
            Assert.True(first.Observation.Pixels.SequenceEqual(second.Observation.Pixels), $"Pixels left unwritten after {move} moves.");
            Assert.True(first.Observation.Values.SequenceEqual(second.Observation.Values), $"Values left unwritten after {move} moves.");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_seed_gives_one_trajectory(string name, string assignments)
    {
        List<Moment> first = new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2).Record(Moves);
        List<Moment> second = new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2).Record(Moves);
        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Different_seeds_give_different_trajectories(string name, string assignments)
    {
        List<Moment> first = new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2).Record(Moves);
        List<Moment> second = new RandomPlayer(ContractCase.Create(name, assignments, seed: 3), seed: 2).Record(Moves);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_episode_ends_either_terminated_or_truncated(string name, string assignments)
    {
        var player = new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2);
        for (int episode = 0; episode < 3; episode++)
        {
            StepOutcome outcome = default;
            for (int move = 0; !outcome.IsEnd && move < EpisodeLimit; move++)
            {
                outcome = player.Move();
                Assert.False(outcome.Terminated && outcome.Truncated);
            }

            Assert.True(outcome.IsEnd, $"An episode did not end within {EpisodeLimit} agent steps.");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Observations_and_rewards_are_finite(string name, string assignments)
    {
        var player = new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2);
        for (int move = 0; move < Moves; move++)
        {
            Assert.True(float.IsFinite(player.Move().Reward));
            foreach (float value in player.Observation.Values) Assert.True(float.IsFinite(value));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_action_that_does_not_exist_is_refused_and_changes_nothing(string name, string assignments)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed: 1);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        byte[] before = StateBytes.Of(environment);

        if (environment.Actions.Kind == ActionKind.Discrete)
        {
            foreach (int action in (int[])[-1, environment.Actions.Count, int.MinValue, int.MaxValue])
                Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(action, observation));
            Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(AgentAction.FromValues([0]), observation));
        }
        else
        {
            var values = new float[environment.Actions.Count];
            Assert.Throws<ArgumentException>(() => environment.Step(AgentAction.FromValues([.. values, 0]), observation));
            Assert.Throws<ArgumentException>(() => environment.Step(0, observation));
            values[^1] = float.NaN;
            Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(AgentAction.FromValues(values), observation));
        }

        Assert.Equal(before, StateBytes.Of(environment));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_never_resets_itself(string name, string assignments)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed: 1);
        var player = new RandomPlayer(environment, seed: 2);
        Assert.Throws<InvalidOperationException>(() => environment.Step(Null(environment), player.Observation));
        for (int episode = 0; episode < 2; episode++)
        {
            player.FinishEpisode(EpisodeLimit);
            byte[] before = StateBytes.Of(environment);
            Assert.Throws<InvalidOperationException>(() => environment.Step(Null(environment), player.Observation));
            Assert.Equal(before, StateBytes.Of(environment));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Running_allocates_nothing(string name, string assignments)
    {
        var player = new RandomPlayer(ContractCase.Create(name, assignments, seed: 1), seed: 2);
        for (int move = 0; move < Moves; move++) player.Move();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int move = 0; move < 10 * Moves; move++) player.Move();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_episode_exceeds_the_stated_longest(string name, string assignments)
    {
        IEnvironment environment = ContractCase.Create(name, assignments, seed: 1);
        var player = new RandomPlayer(environment, seed: 2);
        for (int episode = 0; episode < 5; episode++)
            Assert.InRange(player.FinishEpisode(EpisodeLimit), 1, environment.LongestEpisode ?? EpisodeLimit);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_number_beyond_its_bounds_acts_as_the_bound(string name, string assignments)
    {
        IEnvironment beyond = ContractCase.Create(name, assignments, seed: 1), bound = ContractCase.Create(name, assignments, seed: 1);
        if (beyond.Actions.Kind == ActionKind.Discrete) return;
        Observation seenBeyond = new(beyond.Observation), seenBound = new(bound.Observation);
        foreach ((float limit, float far) in ((float, float)[])[(beyond.Actions.High, 1000), (beyond.Actions.Low, -1000)])
        {
            beyond.Reset(seenBeyond);
            bound.Reset(seenBound);
            Assert.Equal(bound.Step(Filled(bound, limit), seenBound), beyond.Step(Filled(beyond, far), seenBeyond));
            Assert.Equal(seenBound.Values, seenBeyond.Values);
        }
    }

    private static AgentAction Null(IEnvironment environment) =>
        environment.Actions.Kind == ActionKind.Discrete ? 0 : Filled(environment, 0);

    private static AgentAction Filled(IEnvironment environment, float value)
    {
        var values = new float[environment.Actions.Count];
        Array.Fill(values, value);
        return AgentAction.FromValues(values);
    }

    private static void Fill(Observation observation, byte pixel, float value)
    {
        observation.Pixels.Fill(pixel);
        observation.Values.Fill(value);
    }
}
