using AsyncRL.Algorithms.Acting;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Figures.Kinds;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Tests;

/// <summary>The parts that kinds of pictures share.</summary>
public sealed class FigurePartsTests
{
    [Fact]
    public void Jumps_are_the_steps_after_the_largest_changes_within_an_episode()
    {
        PlayedStep[] steps = Steps([0, 0, 5, 5, 5, 4, 4, 4, 4, 1], [9, 9, 9, 9, 9, 9, 9, 9, 7, 7]);
        Assert.Equal([2, 9, 18], Jumps.Choose(steps, 3));
        Assert.Equal([2], Jumps.Choose(steps, 1));
        Assert.Equal(4, Jumps.Choose(steps, 4).Count);
        Assert.Single(Jumps.Choose(Steps([1]), 5));
    }

    [Fact]
    public void Jumps_are_not_near_each_other()
    {
        var values = new float[90];
        for (int i = 30; i < 36; i++) values[i] = i % 2;
        IReadOnlyList<int> jumps = Jumps.Choose(Steps(values), 3);
        for (int i = 1; i < jumps.Count; i++) Assert.True(jumps[i] - jumps[i - 1] >= 10);
    }

    /// <summary>γ of the preset is 0.95.</summary>
    [Fact]
    public void The_return_is_discounted_and_ends_with_the_episode()
    {
        PlayedStep[] steps = Steps([1, 1, 1], [7, 8]);
        (steps[2].Reward, steps[2].IsLast, steps[2].IsTerminal) = (2, true, true);
        double[] returns = ObtainedReturns.Of(steps, Resolve());
        Assert.Equal([0.95 * 0.95 * 2, 0.95 * 2, 2, 0.95 * 8, 8], returns, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Rewards_are_scaled_and_clipped_as_in_training()
    {
        PlayedStep[] steps = Steps([1, 1]);
        steps[0].Reward = 9;
        (steps[1].Reward, steps[1].IsLast, steps[1].IsTerminal) = (-0.5, true, true);
        Assert.Equal(1 + (0.95 * -0.5), ObtainedReturns.Of(steps, Resolve(("reward-clip", "1")))[0], 1e-6);
        Assert.Null(ObtainedReturns.WhyNot(Resolve()));
        Assert.NotNull(ObtainedReturns.WhyNot(Resolve(("normalize-rewards", "true"))));
    }

    [Theory]
    [InlineData("true", 0.5, 2)]
    [InlineData("false", 0.5 + (0.99 * 2), 2)]
    public void A_lost_life_ends_the_return_if_it_does_in_training(string ends, double first, double second)
    {
        PlayedStep[] steps = Steps([1, 1]);
        (steps[0].Reward, steps[0].LostLife) = (0.5, true);
        (steps[1].Reward, steps[1].LostLife, steps[1].IsLast, steps[1].IsTerminal) = (2, false, true, true);
        var request = new TrainingRequest
        {
            Environment = "breakout",
            Threads = 1,
            Assignments = new Dictionary<string, string>
            {
                ["life-loss-terminal"] = ends,
                ["reward-clip"] = "0",
                ["discount"] = "0.99",
            },
        };
        double[] returns = ObtainedReturns.Of(steps, TrainingConfiguration.Resolve(request));
        Assert.Equal([first, second], returns, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_game_tells_its_lives_in_play_and_goes_on_after_a_lost_one()
    {
        using Actor game = Play("breakout"), other = Play("catch");
        int lives = game.Lives!.Value, steps = 0;
        while (game.Lives == lives && steps++ < 3000) game.Step(0);
        Assert.Equal((lives - 1, false), (game.Lives, game.EpisodeIsOver));
        Assert.Null(other.Lives);

        static Actor Play(string name)
        {
            EnvironmentDescription description = EnvironmentCatalogue.Find(name)!;
            var actor = new Actor(description, description.DefaultOptions, new RandomGenerator(1));
            actor.BeginEpisodeIfOver();
            return actor;
        }
    }

    /// <summary>The outputs of its network are no returns of rewards.</summary>
    [Fact]
    public void An_agent_that_learned_costs_has_outputs_and_no_values()
    {
        TrainingConfiguration costs = TrainingConfiguration.Resolve(
            new TrainingRequest { Environment = "cartpole", Algorithm = "nfq", Threads = 1 });
        Assert.Contains("costs", ObtainedReturns.WhyNot(costs), StringComparison.Ordinal);
        Assert.Equal(("output z", "output z"), (ValueNames.Of(costs).Axis, ValueNames.Of(costs).OfAction));
        Assert.Equal(("value", "action value Q"), (ValueNames.Of(Resolve()).Axis, ValueNames.Of(Resolve()).OfAction));
    }

    [Theory]
    [InlineData(160, 210, 54, 72, 56)]
    [InlineData(600, 250, 114, 47, 88)]
    [InlineData(100, 100, 72, 72, 56)]
    public void A_wide_picture_has_a_wider_thumbnail(int width, int height, int smallWidth, int smallHeight, double drawn)
    {
        Picture small = Thumbnail.Of(new Picture(width, height));
        Assert.Equal((smallWidth, smallHeight), (small.Width, small.Height));
        Assert.Equal(drawn, Thumbnail.WidthOf(small));
    }

    [Fact]
    public void Places_are_moved_apart_and_stay_in_order_and_room()
    {
        Assert.Equal([20, 50], Spread.Apart([20, 50], 10, 0, 100));
        double[] crowded = Spread.Apart([0, 1, 2, 99, 100], 10, 0, 100);
        for (int i = 1; i < crowded.Length; i++) Assert.True(crowded[i] - crowded[i - 1] >= 10 - 1e-9);
        Assert.True(crowded[0] >= 5 && crowded[^1] <= 95);
        double[] full = Spread.Apart([1, 1, 1, 1], 50, 0, 100);
        Assert.Equal([12.5, 37.5, 62.5, 87.5], full);
    }

    [Fact]
    public void Thumbnails_lie_around_the_points_and_belong_to_points_that_are_far_apart()
    {
        var points = new List<(double X, double Y)>();
        for (int i = 0; i < 400; i++) points.Add((i % 20, 3.0 * (i / 20)));
        var frame = new ThumbnailFrame([.. points], 56);
        IReadOnlyList<(int Point, (double X, double Y) Place)> chosen = frame.Choose(index => index % 2 == 0);
        Assert.Equal(12, chosen.Count);
        var places = new HashSet<(double, double)>();
        foreach ((int point, (double x, double y)) in chosen)
        {
            Assert.Equal(0, point % 2);
            Assert.True(places.Add((x, y)));
            Assert.InRange(x, frame.Left, frame.Right);
            Assert.InRange(y, frame.Bottom, frame.Top);
            Assert.True(x < 0 || x > 19 || y < 0 || y > 57, $"{x} {y} is among the points");
            foreach ((int other, _) in chosen)
            {
                double distance = Math.Pow(points[point].X - points[other].X, 2) + Math.Pow(points[point].Y - points[other].Y, 2);
                if (other != point) Assert.True(distance > 16, $"{distance}");
            }
        }

        Assert.Empty(frame.Choose(_ => false));
    }

    [Fact]
    public void A_name_with_a_comma_is_quoted()
    {
        var data = new CsvText("a, b", "c");
        data.Add(1.5, "x \"y\"");
        Assert.Equal("\"a, b\",c\n1.5,\"x \"\"y\"\"\"\n", data.ToString());
    }

    [Theory]
    [InlineData("true", "rescaled action value h(Q)", " The network learned rescaled values (rescale-values=true)")]
    [InlineData("false", "action value Q", "")]
    public void Rescaled_values_are_called_so(string rescales, string ofAction, string note)
    {
        var request = new TrainingRequest
        {
            Environment = "catch",
            Algorithm = "r2d2",
            Threads = 1,
            Assignments = new Dictionary<string, string> { ["rescale-values"] = rescales },
        };
        var names = ValueNames.Of(TrainingConfiguration.Resolve(request));
        Assert.Equal(ofAction, names.OfAction);
        Assert.StartsWith(note, names.NoteOfActions, StringComparison.Ordinal);
        Assert.Equal(note.Length > 0, names.NoteOfActions.Length > 0);

        // Its network is a dueling one, too.
        foreach (string noted in (string[])[names.Note, names.NoteOfNetwork])
        {
            Assert.StartsWith(" The network is a dueling one: ", noted, StringComparison.Ordinal);
            Assert.EndsWith(names.NoteOfActions, noted, StringComparison.Ordinal);
        }
    }

    private static TrainingConfiguration Resolve(params (string Name, string Value)[] options)
    {
        var assignments = new Dictionary<string, string>();
        foreach ((string name, string value) in options) assignments[name] = value;
        return TrainingConfiguration.Resolve(new TrainingRequest { Environment = "catch", Threads = 1, Assignments = assignments });
    }

    private static PlayedStep[] Steps(params float[][] episodes)
    {
        var steps = new List<PlayedStep>();
        for (int episode = 0; episode < episodes.Length; episode++)
        {
            for (int i = 0; i < episodes[episode].Length; i++)
            {
                steps.Add(new PlayedStep
                {
                    Episode = episode + 1,
                    AgentStep = i,
                    Value = episodes[episode][i],
                    NetworkValue = 0,
                    Probabilities = [],
                    Choices = [],
                    Taken = [],
                    Hidden = [],
                    Input = null,
                    Frame = null,
                    Thumbnail = null,
                    Facts = [],
                });
            }
        }

        return [.. steps];
    }
}
