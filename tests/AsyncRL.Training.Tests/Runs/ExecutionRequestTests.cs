using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Requests for the two execution modes.</summary>
public class ExecutionRequestTests
{
    [Fact]
    public void Threads_are_the_default_and_are_as_many_as_actors()
    {
        Assert.Equal(["threads", "simulated"], TrainingConfiguration.Executions);
        TrainingConfiguration configuration = (Requests.Small() with { Threads = 3 }).For(new WalkTask());
        Assert.Equal(("threads", 3, 3), (configuration.Execution, configuration.Threads, configuration.ActorLearners));
    }

    [Fact]
    public void Simulated_actors_share_one_thread_and_are_sixteen_unless_said()
    {
        TrainingConfiguration three = Requests.Small().Simulated(3).For(new WalkTask());
        Assert.Equal(("simulated", 1, 3), (three.Execution, three.Threads, three.ActorLearners));
        Assert.Equal(16, (Requests.Small() with { Threads = null, Execution = "simulated" }).For(new WalkTask()).ActorLearners);
    }

    [Fact]
    public void A_manifest_brings_the_execution_back()
    {
        TrainingRequest request = Requests.Small(100, ("delay", "uniform"), ("delay-agent-steps", "2.5")).Simulated(3);
        TrainingRequest read = RunManifest.Read(RunManifest.Write(request.For(new WalkTask())), "run.json");
        Assert.Equal(("simulated", 3, (int?)null), (read.Execution, read.Actors, read.Threads));
        Assert.Equal(("uniform", 2.5), (read.For(new WalkTask()).Run.Delay, read.For(new WalkTask()).Run.DelayAgentSteps));
    }

    [Fact]
    public void What_makes_no_sense_together_is_refused()
    {
        TrainingRequest threaded = Requests.Small(), simulated = threaded.Simulated(4);
        Assert.Equal(
            "The number of threads is 2 beside the execution mode simulated, which has one; expected a number of actors.",
            Refusal(simulated with { Threads = 2 }));
        Assert.Equal(
            "The number of actors is 4 beside the execution mode threads; expected a number of threads.",
            Refusal(threaded with { Actors = 4 }));
        Assert.Equal(
            "The option delay-agent-steps is 2.5 beside the execution mode threads; expected 0, or the execution mode simulated.",
            Refusal(Requests.Small(100, ("delay-agent-steps", "2.5"))));
        Assert.Equal("The number of actors is 0; expected at least 1.", Refusal(threaded.Simulated(0)));
        Assert.Equal(
            "There is no execution mode \"turns\"; expected one of threads, simulated.",
            Refusal(threaded with { Execution = "turns" }));
        Assert.Equal(
            "The option delay is \"normal\"; expected one of constant, uniform, geometric.",
            Refusal(Requests.Small(100, ("delay", "normal")).Simulated(4)));
    }

    private static string Refusal(TrainingRequest request) => Sentence.Of(() => request.For(new WalkTask()));
}
