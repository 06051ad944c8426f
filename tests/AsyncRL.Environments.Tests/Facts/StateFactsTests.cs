using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Normalization;
using AsyncRL.Environments.Tests.Contract;

namespace AsyncRL.Environments.Tests.Facts;

/// <summary>The named numbers of states, and observations of states that are given by them.</summary>
public class StateFactsTests
{
    private const int Moves = 300;

    private static readonly string[] WithFacts =
    [
        "acrobot", "breakout", "cartpole", "catch", "freeway", "invaders", "mountain-car", "mountain-car-continuous", "pendulum", "pong",
        "seaquest", "t-maze",
    ];

    public static TheoryData<string> Environments => [.. WithFacts];

    /// <summary>Those whose observation follows from their facts.</summary>
    public static TheoryData<string> Maps =>
        ["acrobot", "cartpole", "catch", "mountain-car", "mountain-car-continuous", "pendulum", "t-maze"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Facts_are_named_finite_and_change(string name)
    {
        IEnvironment environment = ContractCase.Create(name, "", seed: 1);
        IStateFacts facts = IStateFacts.Of(environment)!;
        var names = new HashSet<string>();
        foreach (StateFact fact in facts.Facts)
        {
            Assert.True(names.Add(fact.Name), fact.Name);
            Assert.True(fact.Low < fact.High, fact.Name);
        }

        var player = new RandomPlayer(environment, seed: 2);
        var seen = new HashSet<string>();
        var values = new double[facts.Facts.Count];
        for (int move = 0; move < Moves; move++)
        {
            player.Move();
            facts.ReadFacts(values);
            seen.Add(string.Join(' ', values));
            for (int i = 0; i < values.Length; i++)
            {
                Assert.True(double.IsFinite(values[i]));
                if (facts.Facts[i].IsWhole) Assert.Equal(Math.Round(values[i]), values[i]);
            }
        }

        Assert.True(seen.Count > 2, $"{seen.Count} different states");
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void The_observation_of_the_present_facts_is_the_present_observation(string name)
    {
        IEnvironment environment = ContractCase.Create(name, "", seed: 1);
        AssertShows(environment, environment);
    }

    [Fact]
    public void A_state_is_normalized_as_observations_are()
    {
        const int Seen = 500;
        IEnvironment inner = ContractCase.Create("cartpole", "", seed: 1);
        var moments = new SharedMoments(1, inner.Observation.Size, isPublished: false);
        var generator = new RandomGenerator(3);
        for (int i = 0; i < Seen; i++)
            moments.Add(0, [(float)generator.NextNormal(), 2, (float)generator.NextDouble(), (float)(5 * generator.NextNormal())]);
        var normalized = new NormalizedObservations(inner, moments, 0, learns: false);
        AssertShows(normalized, inner);
    }

    /// <summary>An agent that walks straight on goes through these states, and sees what a map shows an agent with memory.</summary>
    [Fact]
    public void The_states_before_a_cell_of_the_t_maze_are_those_of_the_straight_way()
    {
        IEnvironment environment = ContractCase.Create("t-maze", "corridor=4", seed: 1);
        var map = (IStateMap)IStateFacts.Of(environment)!;
        Observation seen = new(environment.Observation), shown = new(environment.Observation);
        for (int episode = 0; episode < 4; episode++)
        {
            var way = new List<double[]>();
            environment.Reset(seen);
            for (int cell = 0; cell <= 4; cell++)
            {
                var state = new double[2];
                map.ReadFacts(state);
                Assert.Equal(way, map.StatesBefore(state));
                map.ShowState(state, shown);
                Assert.Equal(seen.Values.ToArray(), shown.Values.ToArray());
                way.Add(state);
                if (cell < 4) environment.Step(AgentAction.FromChoice(0), seen);
            }

            environment.Step(AgentAction.FromChoice(1), seen);
        }

        Assert.Null(((IStateMap)IStateFacts.Of(ContractCase.Create("cartpole", "", seed: 1))!).StatesBefore([0, 0, 0, 0]));
    }

    [Fact]
    public void A_stack_of_frames_cannot_be_shown_for_a_state()
    {
        Assert.Null(IStateMap.ObserverOf(ContractCase.Create("catch", "stack=2", seed: 1)));
        Assert.Null(IStateMap.ObserverOf(ContractCase.Create("pong", "", seed: 1)));
        Assert.NotNull(IStateFacts.Of(ContractCase.Create("catch", "stack=2", seed: 1)));
    }

    private static void AssertShows(IEnvironment environment, IEnvironment inner)
    {
        StateObserver show = IStateMap.ObserverOf(environment)!;
        IStateFacts facts = IStateFacts.Of(inner)!;
        Observation actual = new(environment.Observation), expected = new(environment.Observation);
        var random = new RandomGenerator(2);
        environment.Reset(expected);
        var values = new double[facts.Facts.Count];
        int compared = 0;
        for (int move = 0; move < Moves; move++)
        {
            facts.ReadFacts(values);
            show(values, actual);
            Assert.Equal(expected.Pixels.ToArray(), actual.Pixels.ToArray());
            for (int i = 0; i < actual.Values.Length; i++) Assert.Equal(expected.Values[i], actual.Values[i], 1e-6f);
            compared++;
            float[] force = [(float)((2 * random.NextDouble()) - 1)];
            AgentAction action = environment.Actions.Kind == ActionKind.Continuous
                ? AgentAction.FromValues(force) : AgentAction.FromChoice(random.NextInteger(environment.Actions.Count));
            if (environment.Step(action, expected).IsEnd) environment.Reset(expected);
        }

        Assert.Equal(Moves, compared);
    }
}
