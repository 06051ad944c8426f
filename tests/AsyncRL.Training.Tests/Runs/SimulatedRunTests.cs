using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Runs by the simulated execution: asynchronous and repeatable.</summary>
public class SimulatedRunTests
{
    public static TheoryData<int, string> ActorsAndDelays
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (int actors in new[] { 1, 2, 5, 16 })
            {
                foreach (string delay in new[] { "none", "constant", "uniform", "geometric" }) data.Add(actors, delay);
            }

            return data;
        }
    }

    public static TheoryData<string> DiscreteAlgorithms =>
        [.. Parts<Algorithm>.All.Where(a => a.IsAsynchronous && a.Actions == ActionKind.Discrete).Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(ActorsAndDelays))]
    public void The_same_seed_gives_the_same_theta_bit_for_bit_and_another_seed_another(int actors, string delay)
    {
        TrainingRequest request = Delayed(delay, 10).Simulated(actors);
        TrainingResult first = Train(request), again = Train(request), other = Train(request with { Seed = 8 });
        Bits.AssertSame(first.Theta, again.Theta, "theta");
        Assert.Equal((first.AgentSteps, first.Episodes), (again.AgentSteps, again.Episodes));
        Bits.AssertDiffer(first.Theta, other.Theta, "theta of two seeds");
    }

    [Fact]
    public void Actors_and_delays_make_a_difference()
    {
        float[][] thetas =
        [
            Train(Delayed("none", 0).Simulated(1)).Theta,
            Train(Delayed("none", 0).Simulated(2)).Theta,
            Train(Delayed("constant", 10).Simulated(2)).Theta,
            Train(Delayed("uniform", 10).Simulated(2)).Theta,
            Train(Delayed("geometric", 10).Simulated(2)).Theta,
            Train(Delayed("geometric", 20).Simulated(2)).Theta,
        ];
        for (int i = 0; i < thetas.Length; i++)
        {
            for (int j = 0; j < i; j++) Bits.AssertDiffer(thetas[i], thetas[j], $"theta of {i} and {j}");
        }
    }

    [Theory]
    [MemberData(nameof(DiscreteAlgorithms))]
    public void One_actor_does_what_one_thread_does_bit_for_bit(string algorithm)
    {
        TrainingRequest threaded = ForAlgorithm(algorithm, 2000, ("update", "plain"));
        TrainingResult expected = Train(threaded), actual = Train(threaded.Simulated(1));
        Bits.AssertSame(expected.Theta, actual.Theta, "theta");
        Assert.NotNull(expected.Evaluation);
        Assert.Equal(
            (expected.AgentSteps, expected.Episodes, expected.DroppedEpisodes, expected.Interrupted, expected.Evaluation),
            (actual.AgentSteps, actual.Episodes, actual.DroppedEpisodes, actual.Interrupted, actual.Evaluation));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("constant")]
    [InlineData("geometric")]
    public void One_actor_is_never_stale(string delay)
    {
        LastProgress progress = Observe(Delayed(delay, 25).Simulated(1));
        Assert.True(progress.Updates > 100);
        Assert.Equal(0, progress.LargestStaleness);
    }

    /// <summary>
    /// An actor's segments follow each other without a gap, so that each update of another actor is in one of them, except at the end: of
    /// two actors one applies the last update, which is in no segment of the other. The mean staleness is K − 1 minus this effect.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void Every_update_is_in_one_segment_of_each_other_actor(int actors)
    {
        LastProgress progress = Observe(Delayed("none", 0).Simulated(actors));
        double unseen = actors * (actors - 1) / 2.0;
        Assert.Equal(((actors - 1) * progress.Updates) - unseen, progress.Staleness, 1e-6);
        Assert.InRange(progress.MeanStaleness, 0.9 * (actors - 1), actors - 1);
    }

    /// <summary>
    /// The mean does not grow with the delay, because an actor that holds a gradient takes no other snapshot. Only the difference between
    /// the largest and the smallest staleness grows.
    /// </summary>
    [Fact]
    public void A_delay_without_memory_spreads_staleness_around_the_same_mean()
    {
        const int Actors = 8;
        LastProgress without = Observe(Delayed("none", 0, 8000).Simulated(Actors));
        LastProgress with = Observe(Delayed("geometric", 100, 8000).Simulated(Actors));
        Assert.InRange(with.MeanStaleness, 0.9 * (Actors - 1), Actors - 1);
        Assert.True(with.LargestStaleness > 1.5 * without.LargestStaleness, $"{with.LargestStaleness} after {without.LargestStaleness}.");
    }

    /// <summary>Segments of one agent step, so that T counts the segments.</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("uniform")]
    public void All_held_gradients_are_applied_before_the_end(string delay)
    {
        TrainingRequest request = Delayed(delay, 30, 500, ("t-max", "1")).Simulated(7);
        var progress = new LastProgress();
        TrainingResult result = Trainer.Train(request.For(new WalkTask()), observer: progress);
        Assert.False(result.Interrupted);
        Assert.Equal(500, result.AgentSteps);
        Assert.Equal(500, progress.Updates);
    }

    [Fact]
    public void Actors_act_alike_often()
    {
        LastProgress progress = Observe(Delayed("none", 0, 20_000).Simulated(4));
        Assert.All(progress.Threads, actor => Assert.InRange(actor.AgentSteps, 4500, 5500));
    }

    [Fact]
    public void T_passes_its_last_value_by_less_than_a_segment() =>
        Assert.InRange(Train(Delayed("none", 0, 501).Simulated(16)).AgentSteps, 501, 505);

    [Fact]
    public void A_failure_is_that_of_the_actor_that_acted()
    {
        var task = new WalkTask { Alter = (step, outcome) => step == 700 ? throw new IOException("The board broke.") : outcome };
        TrainingConfiguration configuration = Delayed("none", 0).Simulated(5).For(task);
        string message = Assert.Throws<TrainingFaultException>(() => Trainer.Train(configuration)).Message;
        Assert.Matches("^actor-learner [0-4] failed at agent step 69[0-9]: The board broke[.]$", message);
    }

    private static TrainingRequest ForAlgorithm(
        string algorithm, long agentSteps, params ReadOnlySpan<(string Name, string Value)> more)
    {
        List<(string, string)> options = [("evaluation-episodes", "5"), .. more];
        IReadOnlyDictionary<string, string> known = OptionSet.ToAssignments(Parts<Algorithm>.Find(algorithm)!.AllOptions);
        if (known.ContainsKey("target-interval")) options.AddRange([("target-interval", "100"), ("exploration-frames", "4000")]);
        if (known.ContainsKey("pixel-control")) options.Add(("pixel-control", "0"));
        if (known.ContainsKey("replay-start")) options.AddRange([("replay-start", "100"), ("replay-size", "500")]);
        return Requests.Small(agentSteps, [.. options]) with { Algorithm = algorithm };
    }

    private static TrainingRequest Delayed(
        string delay, double mean, long agentSteps = 2000, params ReadOnlySpan<(string Name, string Value)> options)
    {
        List<(string, string)> all = [LastProgress.OneReport, .. options];
        if (delay != "none") all.AddRange([("delay", delay), ("delay-agent-steps", $"{mean}")]);
        return Requests.Small(agentSteps, [.. all]);
    }

    private static LastProgress Observe(TrainingRequest request)
    {
        var progress = new LastProgress();
        Trainer.Train(request.For(new WalkTask()), observer: progress);
        return progress;
    }

    private static TrainingResult Train(TrainingRequest request) => Trainer.Train(request.For(new WalkTask()));
}
