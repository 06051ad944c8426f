using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.TestSources;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Exchange;

/// <summary>Runs whose threads are divided into groups, each with its own θ.</summary>
public sealed class GroupTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void One_group_is_the_default()
    {
        TrainingConfiguration without = Requests.Small().For(new WalkTask());
        TrainingConfiguration with = Requests.Small(options: ("groups", "1")).For(new WalkTask());
        Assert.Equal((1, null), (without.Groups, without.GroupsChoice));
        Bits.AssertSame(Trainer.Train(without).Theta, Trainer.Train(with).Theta, "theta");
    }

    [Theory]
    [InlineData(2, 4, "mean")]
    [InlineData(3, 3, "sum")]
    public void Groups_count_every_agent_step_once_and_write_the_tables_of_ranks(int groups, int threads, string combine)
    {
        var task = new WalkTask();
        TrainingConfiguration configuration = Request(groups, threads, 30_000, ("exchange-combine", combine)).For(task);
        Assert.Equal((groups, threads, threads / groups), (configuration.Groups, configuration.Threads, configuration.ActorLearners));
        TrainingResult result = Trainer.Train(configuration, RunDirectory.Create(_directory.At("run"), configuration));
        Assert.Equal(TrainingEnd.AgentSteps, result.End);
        Assert.Equal(task.Steps, result.AgentSteps);
        string[] rows = Table("threads.csv");
        Assert.StartsWith("rank,agent_steps,seconds,thread,", rows[0], StringComparison.Ordinal);
        Assert.Equal(
            Enumerable.Range(0, threads).Select(thread => $"{thread / (threads / groups)} {thread}"),
            rows[1..(threads + 1)].Select(row => row.Split(',')).Select(fields => $"{fields[0]} {fields[3]}"));
        Assert.Equal(groups, Table("exchange.csv")[1..].Select(row => row.Split(',')[0]).Distinct().Count());
    }

    [Fact]
    public void A_stopped_run_continues_with_the_groups_of_its_manifest()
    {
        WalkTask task = new(), taskOfResumed = new();
        TrainingConfiguration configuration = Request(2, 4, 50_000_000).For(task);
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(0.7));
        RunDirectory created = RunDirectory.Create(_directory.At("run"), configuration);
        TrainingResult first = Trainer.Train(configuration, created, null, stop.Token);
        Assert.True(first.Interrupted);
        RunDirectory directory = RunDirectory.Open(_directory.At("run"));
        TrainingRequest written = directory.ReadRequest();
        Assert.Equal((4, "2"), (written.Threads, written.Assignments["groups"]));
        TrainingConfiguration longer = (written with { AgentSteps = task.Steps + 20_000 }).For(taskOfResumed);
        Continuation continuation = Continuation.Prepare(directory, longer);
        Assert.DoesNotContain(continuation.Notes, note => note.Contains("rank", StringComparison.Ordinal));
        TrainingResult resumed = Trainer.Resume(continuation);
        Assert.Equal(TrainingEnd.AgentSteps, resumed.End);
        Assert.True(resumed.Episodes > first.Episodes);
        Assert.Equal(task.Steps + taskOfResumed.Steps, resumed.AgentSteps);
    }

    [Fact]
    public void A_failure_ends_all_groups_and_names_the_group()
    {
        var task = new WalkTask { Alter = (step, outcome) => step == 5000 ? throw new IOException("The board broke.") : outcome };
        TrainingConfiguration configuration = Request(2, 2, 50_000_000).For(task);
        var report = Assert.Throws<TrainingFaultException>(
            () => Trainer.Train(configuration, RunDirectory.Create(_directory.At("run"), configuration)));
        Assert.Matches("(of group 0|group 1:).*failed at agent step .*The board broke", report.Message);
        long steps = task.Steps;
        Thread.Sleep(50);
        Assert.Equal(steps, task.Steps);
    }

    [Fact]
    public void Segments_of_groups_allocate_nothing()
    {
        var allocations = new ThreadAllocations(first: 3000, last: 20_000);
        Trainer.Train(Request(2, 2, 100_000).For(allocations.Task));
        Assert.Equal((0, true), (allocations.Bytes, allocations.Threads > 0));
    }

    [Theory]
    [InlineData("a2c", "", "2 groups, but the threads of the synchronous algorithm a2c make every update together; expected 1 group")]
    [InlineData("ppo", "", "synchronous algorithm ppo")]
    [InlineData("paac", "", "synchronous algorithm paac")]
    [InlineData("r2d2", "", "the threads of the algorithm r2d2 work together in one process; expected 1 group, or an algorithm such")]
    [InlineData("a3c", "normalize-observations=true", "The run has 2 groups and the option normalize-observations, but the groups do not")]
    [InlineData("a3c", "groups=3", "The option groups is 3, but the run has 4 threads, which cannot be divided equally")]
    public void What_groups_cannot_train_is_refused(string algorithm, string option, string expected)
    {
        var options = new Dictionary<string, string> { ["groups"] = "2" };
        if (option.Length > 0) options[option.Split('=')[0]] = option.Split('=')[1];
        var request = new TrainingRequest { Environment = "cartpole", Algorithm = algorithm, Threads = 4, Assignments = options };
        Assert.Contains(
            expected, Assert.Throws<InputException>(() => TrainingConfiguration.Resolve(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_simulated_execution_has_ranks_instead_of_groups()
    {
        TrainingRequest request = Requests.Small(options: ("groups", "2")).Simulated(2);
        Assert.Contains(
            "which has no threads; expected 1 and the option simulated-ranks",
            Assert.Throws<InputException>(() => request.For(new WalkTask())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(206, 4, 100_000, 2, "the cores are in 2 cache domains, and a line takes 206 ns between them")]
    [InlineData(206, 4, 99_999, 1, "the network has fewer than 100,000 parameters")]
    [InlineData(120, 4, 500_000, 1, "which is less than 150 ns")]
    [InlineData(30, 4, 500_000, 1, "all cores share one cache")]
    [InlineData(206, 5, 500_000, 1, "the 5 threads cannot be divided equally among 2 cache domains")]
    public void Auto_chooses_a_group_for_each_distant_domain(
        double nanoseconds, int threads, int parameters, int expected, string reason)
    {
        var latencies = new CoreLatencies([0, 1], new[,] { { 0, nanoseconds }, { nanoseconds, 0 } });
        (int groups, string why) = ThreadGroups.Choose(latencies, threads, parameters);
        Assert.Equal(expected, groups);
        Assert.Contains(reason, why, StringComparison.Ordinal);
        Assert.Equal(1, ThreadGroups.Choose(null, threads, parameters).Groups);
    }

    [Fact]
    public void Auto_is_resolved_to_a_number_that_the_manifest_keeps()
    {
        TrainingConfiguration one = Requests.Small(options: ("groups", "auto")).For(new WalkTask());
        Assert.Equal("The option groups is auto: 1 group, because there is one thread.", one.GroupsChoice);
        Assert.Equal("1", one.AllAssignments()["groups"]);
        TrainingConfiguration two = (Requests.Small(options: ("groups", "auto")) with { Threads = 2 }).For(new WalkTask());
        Assert.StartsWith($"The option groups is auto: {two.Groups} group", two.GroupsChoice, StringComparison.Ordinal);
        Assert.Equal("1", Requests.Small(options: ("groups", "auto")).Simulated(2).For(new WalkTask()).AllAssignments()["groups"]);
    }

    private static TrainingRequest Request(
        int groups, int threads, long agentSteps, params ReadOnlySpan<(string Name, string Value)> options) =>
        Requests.Small(agentSteps, [("groups", $"{groups}"), ("report-seconds", "0.05"), .. options]) with { Threads = threads };

    private string[] Table(string name) => File.ReadAllLines(Path.Combine(_directory.At("run"), name));
}
