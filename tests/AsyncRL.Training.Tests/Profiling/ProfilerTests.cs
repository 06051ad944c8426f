using System.Linq;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Profiling;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Profiling;

public class ProfilerTests
{
    private static readonly TrainingRequest Catch = new()
    {
        Environment = "catch",
        Network = "mlp",
        Assignments = new Dictionary<string, string> { ["rows"] = "10", ["columns"] = "5", ["t-max"] = "5" },
    };

    [Fact]
    public void Every_setup_has_a_rate_for_every_round_and_figures_for_every_thread()
    {
        ProfileResult result = RepeatedProfile.Profile(ProfileRequest.For(Catch, [1, 2, 3], withIndependentEngines: true));
        Assert.Equal(
            ["1 thread", "2 threads", "2 threads that share nothing", "3 threads", "3 threads that share nothing"],
            result.Setups.Select(setup => setup.Setup.Name));
        Assert.Equal([1, 2, 2, 3, 3], result.Setups.Select(setup => setup.Threads.Length));
        Assert.All(result.Setups, setup =>
        {
            Assert.Equal(4, setup.Rates.Length);
            Assert.All(setup.Rates, rate => Assert.True(rate >= 0));
            Assert.InRange(setup.MedianRate, setup.LowRate, setup.HighRate);
            Assert.InRange(setup.LowRate, setup.Rates.Min(), setup.MedianRate);
            Assert.All(setup.Threads, AssertSound);
            Assert.Equal(setup.Threads.Sum(thread => thread.Updates), setup.Stalenesses().Total);
        });
    }

    [Fact]
    public void Engines_that_share_nothing_never_see_a_stale_gradient_and_threads_that_share_do()
    {
        ProfileRequest request = ProfileRequest.For(Catch, [2], withIndependentEngines: true);
        ProfileResult result = RepeatedProfile.Profile(request, found => found.Setups[0].Stalenesses().Largest > 0);
        Assert.Equal(0, result.Setups[1].Stalenesses().Largest);
        Assert.Equal([(0, 0), (1, 0)], result.Setups[1].Threads.Select(thread => (thread.Engine, thread.Actor)));
    }

    /// <summary>
    /// A round of PPO is longer than these turns, so that each turn is one round. Of the acting alone the rate would be many times as high,
    /// and after it 0.
    /// </summary>
    [Fact]
    public void Rounds_that_are_longer_than_a_turn_have_the_rate_of_their_threads()
    {
        var ppo = new TrainingRequest { Environment = "cartpole", Algorithm = "ppo" };
        ProfileRequest request = ProfileRequest.For(ppo, [1]) with { Seconds = 0.02, SliceSeconds = 0.001, WarmUpSeconds = 0 };
        SetupProfile profile = Profiler.Profile(request).Setups[0];
        double inTurns = profile.Rates.Average(rate => 1 / rate), inThread = 1 / profile.Threads[0].AgentStepsPerSecond;
        Assert.InRange(inTurns / inThread, 0.8, 20);
    }

    /// <summary>The mean of the movements makes the θ of both groups one, as far as they have not moved since the last round.</summary>
    [Fact]
    public void Groups_run_beside_one_theta_and_exchange()
    {
        ProfileRequest request = ProfileRequest.For(Catch, [1, 2], groups: 2);
        ProfileResult result = RepeatedProfile.Profile(request with { Setups = [request.Setups[0], request.Setups[2]] });
        Assert.Equal(["1 thread", "2 threads", "2 threads in 2 groups"], request.Setups.Select(setup => setup.Name));
        SetupProfile groups = result.Setups[1];
        Assert.Equal([(0, 0), (1, 0)], groups.Threads.Select(thread => (thread.Engine, thread.Actor)));
        Assert.All(groups.Threads, thread => Assert.Equal(0, thread.AllocatedBytes));
        double both = groups.Threads.Sum(thread => thread.AgentStepsPerSecond);
        Assert.InRange(both, groups.Rates.Min() / 4, groups.Rates.Max() * 4);
    }

    [Fact]
    public void Groups_that_divide_no_number_of_threads_are_refused()
    {
        string refusal = Sentence.Of(() => ProfileRequest.For(Catch, [1, 2], groups: 3));
        Assert.Contains("The number of groups is 3, which divides none of the numbers of threads, 1, 2", refusal, StringComparison.Ordinal);
        refusal = Sentence.Of(() => ProfileRequest.For(Catch with { Algorithm = "a2c" }, [2], groups: 2));
        Assert.Contains("synchronous algorithm a2c", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_and_threads_tell_the_same()
    {
        SetupProfile setup = RepeatedProfile.Profile(ProfileRequest.For(Catch, [1])).Setups[0];
        ThreadProfile thread = setup.Threads[0];
        Assert.InRange(thread.AgentStepsPerSecond, setup.Rates.Min() / 4, setup.Rates.Max() * 4);
        Assert.InRange(thread.UpdatesPerSecond / thread.AgentStepsPerSecond, 0.2, 0.3);
        Assert.InRange(thread.Seconds, 4 * 0.02, double.MaxValue);
    }

    [Fact]
    public void Once_set_up_an_engine_allocates_nothing()
    {
        SetupProfile setup = RepeatedProfile.Profile(ProfileRequest.For(Catch, [2])).Setups[0];
        Assert.All(setup.Threads, thread => Assert.Equal(0, thread.AllocatedBytes));
    }

    [Fact]
    public void Nothing_falls_with_t_and_no_profile_reaches_its_end()
    {
        ProfileSetup setup = ProfileSetup.Sharing(Catch with { AgentSteps = 10, Threads = 7 }, 2);
        TrainingConfiguration configuration = Assert.Single(setup.Engines);
        Assert.Equal(long.MaxValue, configuration.AgentSteps);
        Assert.Equal(2, setup.Threads);

        var ended = new ProfileSetup("a T_max of 1", [Requests.Small(agentSteps: 1).For(new WalkTask())]);
        ThreadProfile thread = RepeatedProfile.Profile(new ProfileRequest { Setups = [ended] }).Setups[0].Threads[0];
        Assert.True(thread.AgentSteps > 1000);
    }

    [Fact]
    public void Independent_engines_have_seeds_of_their_own() =>
        Assert.Equal([5ul, 6ul, 7ul], ProfileSetup.Independent(Catch with { Seed = 5 }, 3).Engines.Select(engine => engine.Seed));

    [Fact]
    public void A_failure_is_reported_and_ends_all_threads()
    {
        var task = new WalkTask
        {
            Alter = (step, outcome) => step == 5000 ? throw new IOException("The emulator has crashed.") : outcome,
        };
        var setup = new ProfileSetup("crashing", [Requests.Small().For(task)]);
        var report = Assert.Throws<TrainingFaultException>(
            () => Profiler.Profile(new ProfileRequest { Setups = [setup], Seconds = 60, SliceSeconds = 0.02 }));
        Assert.Contains("The emulator has crashed.", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_ends_it_and_its_threads()
    {
        using var stop = new CancellationTokenSource();
        long steps = 0;
        var task = new ObservedTask(new WalkTask(), step =>
        {
            Volatile.Write(ref steps, step);
            if (step == 5000) stop.Cancel();
        });
        var setup = new ProfileSetup("stopped", [Requests.Small().For(task)]);
        var request = new ProfileRequest { Setups = [setup], Seconds = 1000, SliceSeconds = 0.02 };
        Assert.Throws<OperationCanceledException>(() => Profiler.Profile(request, stop.Token));
        long atEnd = Volatile.Read(ref steps);
        SpinWait.SpinUntil(() => Volatile.Read(ref steps) > atEnd, millisecondsTimeout: 50);
        Assert.Equal(atEnd, Volatile.Read(ref steps));
    }

    [Fact]
    public void What_cannot_be_profiled_is_refused()
    {
        Assert.Contains("no number of threads", Sentence.Of(() => ProfileRequest.For(Catch, [])), StringComparison.Ordinal);
        Assert.Contains("threads is 0", Sentence.Of(() => ProfileRequest.For(Catch, [1, 0])), StringComparison.Ordinal);
        TrainingRequest unknown = Catch with { Environment = "catch2" };
        Assert.Contains("\"catch2\"", Sentence.Of(() => ProfileRequest.For(unknown, [1])), StringComparison.Ordinal);
    }

    private static void AssertSound(ThreadProfile thread)
    {
        Assert.Equal(Phase.Standard.Count, thread.PhaseSeconds.Length);
        Assert.All(thread.PhaseSeconds, seconds => Assert.True(seconds > 0));
        Assert.Equal(thread.Updates, thread.Stalenesses.Total);
        Assert.InRange(thread.SegmentSeconds(0.5), double.Epsilon, thread.SegmentSeconds(1));
        Assert.Equal($"actor-learner {thread.Actor}", thread.Name);
        Assert.Equal(OperatingSystem.IsLinux(), thread.ProcessorSeconds is not null);

        // The system's clocks may differ by a tick of its scheduler.
        if (thread.ProcessorSeconds is { } seconds) Assert.InRange(seconds, double.Epsilon, thread.Seconds + 0.02);
    }
}
