using System.Linq;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Figures.Kinds;
using AsyncRL.Environments;

namespace AsyncRL.Cli.Tests;

/// <summary>The colors of the states of <c>t-sne</c>.</summary>
public sealed class EmbeddingColorTests(SmallAgents runs) : IClassFixture<SmallAgents>
{
    [Theory]
    [InlineData("catch", "ball-s-column", "paddle-s-column", "ball-s-height", "entropy", "action", "return")]
    [InlineData("values", "ball-s-column", "paddle-s-column", "ball-s-height", "action", "return")]
    [InlineData("vectors", "angle-from-upright", "angular-velocity", "return")]
    [InlineData("normalized", "ball-s-column", "paddle-s-column", "ball-s-height", "entropy", "action")]
    public void A_run_has_the_colors_that_its_agent_has(string run, params string[] expected)
    {
        FigureContext context = runs.Open(run);
        IReadOnlyList<PlayedStep> states = context.Play(new PlaySettings { States = 60 }, "");
        string[] names = [.. EmbeddingColors.Of("t-sne", context, states).Select(color => color.Name)];
        Assert.Equal("t-sne", names[0]);
        string[] others = [.. expected, "agent-step", "episode"];
        Assert.Equal(others.Order(), names[1..].Select(name => name["t-sne-".Length..]).Order());
    }

    /// <summary>Only every third agent step is kept, but a return has the rewards of all.</summary>
    [Fact]
    public void The_return_of_a_state_has_the_rewards_of_the_steps_that_are_not_kept()
    {
        FigureContext context = runs.Open("catch");
        IReadOnlyList<PlayedStep> all = context.Play(new PlaySettings { States = 150 }, "");
        IReadOnlyList<PlayedStep> kept = context.Play(new PlaySettings { States = 50, Every = 3 }, "");
        double[] returns = ObtainedReturns.Of(all, context.Task);
        int compared = 0;
        for (int i = 0; i < kept.Count; i++)
        {
            Assert.Equal((all[3 * i].Episode, all[3 * i].AgentStep), (kept[i].Episode, kept[i].AgentStep));
            if (kept[i].Episode == kept[^1].Episode) break;
            Assert.Equal(returns[3 * i], kept[i].Return);
            compared += Math.Abs(kept[i].Return) > 0.1 ? 1 : 0;
        }

        Assert.True(compared > 20, $"{compared} states with a return");
    }

    [Fact]
    public void The_return_of_an_agent_that_learned_from_normalized_rewards_does_not_exist() =>
        Assert.All(runs.Open("normalized").Play(new PlaySettings { States = 20 }, ""), state => Assert.True(double.IsNaN(state.Return)));

    /// <summary>The places of the first figure, with other colors.</summary>
    [Fact]
    public void The_colors_are_those_of_the_states()
    {
        FigureContext context = runs.Open("catch");
        string[][][] tables =
        [
            .. new EmbeddingKind().Make(context).Select(
                figure => figure.Data.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToArray()),
        ];
        string[][] first = tables[0];
        foreach ((string column, string color) in (ReadOnlySpan<(string, string)>)
            [
                ("entropy", "entropy of the policy (nats)"), ("action", "action that the agent took"),
                ("return_that_followed", "discounted return that followed"), ("episode", "number of the episode"),
            ])
        {
            string[][] other = Assert.Single(tables[1..], table => table[0][2] == color);
            int place = Array.IndexOf(first[0], column);
            Assert.Equal(first.Length, other.Length);
            for (int i = 1; i < first.Length; i++)
                Assert.Equal((first[i][0], first[i][1], first[i][place]), (other[i][0], other[i][1], other[i][2]));
            Assert.True(first[1..].Select(row => row[place]).Distinct().Count() > 2, column);
        }
    }

    [Fact]
    public void Of_many_actions_the_most_frequent_ones_have_a_color_of_their_own()
    {
        int[] taken = [0, 9, 9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 3, 3, 2, 2, 11];
        EmbeddingColor color = EmbeddingColors.ActionsOf("a", ActionSpecification.Discrete(12), [.. taken.Select(StateOf)]);
        Assert.Equal(["2", "3", "5", "6", "7", "8", "9", "another action"], color.Names);
        Assert.Equal([7, 6, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0, 7], color.Values);
        EmbeddingColor few = EmbeddingColors.ActionsOf("a", ActionSpecification.Discrete("left", "right"), [StateOf(1), StateOf(0)]);
        Assert.Equal(["left", "right"], few.Names);
        Assert.Equal([1, 0], few.Values);
    }

    [Fact]
    public void The_entropy_is_that_of_all_dimensions_together()
    {
        PlayedStep state = StateOf(0) with { Probabilities = [0.5f, 0.5f, 0, 0.25f, 0.75f] };
        Assert.Equal(Math.Log(2) - (0.25 * Math.Log(0.25)) - (0.75 * Math.Log(0.75)), state.Entropy, 1e-9);
        Assert.True(double.IsNaN(StateOf(0).Entropy));
    }

    private static PlayedStep StateOf(int action) => new()
    {
        Episode = 1,
        AgentStep = 0,
        Value = 0,
        NetworkValue = 0,
        Probabilities = [],
        Choices = [],
        Taken = [action],
        Hidden = [],
        Input = null,
        Frame = null,
        Thumbnail = null,
        Facts = [],
    };
}
