using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Threading.Tasks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live.Tests;

/// <summary>The messages of a run's game.</summary>
public sealed class LiveRunTests(ServedRun served) : IClassFixture<ServedRun>
{
    [Fact]
    public async Task Saliency_is_sent_only_to_the_pages_that_asked()
    {
        using var run = new LiveRun(served.Path, served.Configuration, 100);
        Channel<LiveEvent> plain = run.Subscribers.Add(run.History);
        await ReadAsync(plain, "end");
        Assert.False(run.Subscribers.AnyWantsSaliency);
        Assert.DoesNotContain(run.History(), sent => sent.Kind == LiveEvent.Saliency);
        Channel<LiveEvent> asked = run.Subscribers.Add(run.History, wantsSaliency: true);
        JsonNode saliency = await ReadAsync(asked, LiveEvent.Saliency);
        Assert.NotEmpty(Convert.FromBase64String(saliency["value"]!.GetValue<string>()));
        await ReadAsync(asked, LiveEvent.Saliency);
        run.Subscribers.Remove(asked);
        Assert.False(run.Subscribers.AnyWantsSaliency);
        plain.Writer.Complete();
        List<LiveEvent> rest = await plain.Reader.ReadAllAsync().ToListAsync();
        Assert.DoesNotContain(rest, sent => sent.Kind == LiveEvent.Saliency);
    }

    [Fact]
    public async Task A_paused_game_shows_its_moment_and_its_saliency_to_a_page_that_comes_later()
    {
        using var run = new LiveRun(served.NumbersPath, served.Numbers, 100);
        Channel<LiveEvent> first = run.Subscribers.Add(run.History);
        await ReadAsync(first, "moment");
        run.Player.TryControl("pause", null);
        Channel<LiveEvent> later = run.Subscribers.Add(run.History, wantsSaliency: true);
        JsonNode moment = await ReadAsync(later, "moment"), saliency = await ReadAsync(later, LiveEvent.Saliency);
        Assert.InRange(saliency["step"]!.GetValue<int>(), moment["step"]!.GetValue<int>(), moment["step"]!.GetValue<int>() + 1);
        Assert.Equal(4, saliency["value"]!.AsArray().Count);
        Assert.Equal(4, saliency["choice"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_speed_is_told_to_all_pages_and_divides_the_time_of_a_step()
    {
        using var run = new LiveRun(served.Path, served.Configuration, 100);
        Channel<LiveEvent> page = run.Subscribers.Add(run.History);
        await ReadAsync(page, "status", told => told["speed"]!.GetValue<double>() == 1);
        Assert.True(run.Player.TryControl("speed", 4));
        await ReadAsync(page, "status", told => told["speed"]!.GetValue<double>() == 4);
        Channel<LiveEvent> later = run.Subscribers.Add(run.History);
        await ReadAsync(later, "status", told => told["speed"]!.GetValue<double>() == 4);
        Assert.Equal(TimeSpan.FromMilliseconds(25), LivePlayer.PeriodOf(10, 4));
        Assert.Equal(TimeSpan.FromMilliseconds(400), LivePlayer.PeriodOf(10, 0.25));
    }

    /// <summary>Steps that were asked for quickly must not go on after the game was paused again.</summary>
    [Fact]
    public async Task A_game_that_is_paused_does_no_step_of_before()
    {
        using var run = new LiveRun(served.NumbersPath, served.Numbers, 1000);
        Channel<LiveEvent> page = run.Subscribers.Add(run.History);
        await ReadAsync(page, "moment");
        run.Player.TryControl("pause", null);
        for (int i = 0; i < 1000; i++) run.Player.TryControl("step", null);
        run.Player.TryControl("play", null);
        run.Player.TryControl("pause", null);
        Channel<LiveEvent> later = run.Subscribers.Add(run.History);
        run.Subscribers.Remove(page);
        int moments = 0;
        await foreach (LiveEvent next in ReadForAsync(later, TimeSpan.FromSeconds(1)))
        {
            if (next.Kind == "moment") moments++;
        }

        // The last one of before, the one in progress, and one step.
        Assert.InRange(moments, 1, 3);
    }

    [Fact]
    public async Task A_newer_checkpoint_that_is_damaged_is_told()
    {
        using var directory = new TemporaryDirectory();
        string copy = directory.At("run");
        Copy(served.NumbersPath, copy);
        string newest = Directory.GetFiles(Path.Combine(copy, "checkpoints"), "*.checkpoint").Order().Last();
        using (FileStream file = File.OpenWrite(newest)) file.SetLength(100);
        using var run = new LiveRun(copy, served.Numbers, 100);
        Channel<LiveEvent> page = run.Subscribers.Add(run.History);
        string name = Path.GetFileName(newest);
        await ReadAsync(page, "status", told => told["problem"]!.GetValue<string>().Contains(name, StringComparison.Ordinal));
    }

    /// <summary>Programs that follow no stream ask for the state.</summary>
    [Fact]
    public async Task The_state_has_the_newest_rows_and_the_moment_without_its_picture()
    {
        using var run = new LiveRun(served.Path, served.Configuration, 100);
        Assert.Null(JsonNode.Parse(run.State.Json)!["game"]!["moment"]);
        Channel<LiveEvent> page = run.Subscribers.Add(run.History);
        await ReadAsync(page, "threads", told => told["rows"]!.AsArray().Count > 0);
        await ReadAsync(page, "moment");
        JsonNode state = JsonNode.Parse(run.State.Json)!;
        Assert.Equal("catch", state["run"]!["environment"]!.GetValue<string>());
        Assert.Equal(2000, state["metrics"]!["agent_steps"]!.GetValue<double>());
        Assert.Equal(2000, Assert.Single(state["threads"]!.AsArray())!["thread_agent_steps"]!.GetValue<double>());
        Assert.True(state["game"]!["moment"]!["game"]!.GetValue<int>() >= 1);
        Assert.Null(state["game"]!["moment"]!["frame"]);
        Assert.False(state["game"]!["paused"]!.GetValue<bool>());
        Assert.Equal("", state["problem"]!.GetValue<string>());
    }

    /// <summary>The only reward of Catch comes with the last agent step, after which there is no moment.</summary>
    [Fact]
    public async Task The_last_reward_of_a_game_comes_with_its_end()
    {
        using var run = new LiveRun(served.Path, served.Configuration, 100);
        Channel<LiveEvent> page = run.Subscribers.Add(run.History);
        JsonNode end = await ReadAsync(page, "end");
        Assert.Equal(1, Math.Abs(end["reward"]!.GetValue<double>()));
        Assert.Equal(end["reward"]!.GetValue<double>(), end["return"]!.GetValue<double>());
    }

    [Fact]
    public async Task After_a_fault_of_the_environment_a_new_game_begins()
    {
        using var directory = new TemporaryDirectory();
        var task = new FragileTask();
        var request = new TrainingRequest
        {
            Environment = task.Name,
            Algorithm = "a3c",
            Network = "mlp",
            Threads = 1,
            AgentSteps = 20,
            Assignments = new Dictionary<string, string> { ["evaluation-episodes"] = "0" },
        };
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(request, task);
        Trainer.Train(configuration, RunDirectory.Create(directory.At("run"), configuration));
        task.Fail(1);
        using var run = new LiveRun(directory.At("run"), configuration, 100);
        Channel<LiveEvent> page = run.Subscribers.Add(run.History);
        await ReadAsync(page, "status", told => told["problem"]!.GetValue<string>() == FragileTask.Fault);
        await ReadAsync(page, "status", told => told["problem"]!.GetValue<string>().Length == 0);
        await ReadAsync(page, "end", told => told["game"]!.GetValue<int>() == 2 && told["step"]!.GetValue<int>() == 5);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_told_also_to_later_pages_and_tried_again()
    {
        using var directory = new TemporaryDirectory();
        string metrics = directory.At("metrics.csv");
        File.WriteAllText(metrics, "agent_steps,report\n1,1\n2,x\n");
        using var run = new LiveRun(directory.At(""), served.Configuration, 100);
        Channel<LiveEvent> first = run.Subscribers.Add(run.History);
        await ReadAsync(first, "problem", told => Message(told).StartsWith("Row 2 of metrics.csv holds \"x\"", StringComparison.Ordinal));
        Channel<LiveEvent> later = run.Subscribers.Add(run.History);
        Assert.Single((await ReadAsync(later, "metrics"))["rows"]!.AsArray());
        await ReadAsync(later, "problem", told => Message(told).StartsWith("Row 2 of metrics.csv", StringComparison.Ordinal));
        File.WriteAllText(directory.At("mended.csv"), "agent_steps,report\n1,1\n2,2\n");
        File.Move(directory.At("mended.csv"), metrics, overwrite: true);
        JsonNode added = await ReadAsync(later, "metrics");
        Assert.False(added["whole"]!.GetValue<bool>());
        Assert.Equal(2, Assert.Single(added["rows"]!.AsArray())![1]!.GetValue<double>());
        await ReadAsync(later, "problem", told => Message(told).Length == 0);

        static string Message(JsonNode told) => told["message"]!.GetValue<string>();
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string path = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }

    private static async IAsyncEnumerable<LiveEvent> ReadForAsync(Channel<LiveEvent> page, TimeSpan time)
    {
        using var patience = new CancellationTokenSource(time);
        while (true)
        {
            LiveEvent next;
            try
            {
                next = await page.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return next;
        }
    }

    private static Task<JsonNode> ReadAsync(Channel<LiveEvent> page, string kind) => ReadAsync(page, kind, _ => true);

    private static async Task<JsonNode> ReadAsync(Channel<LiveEvent> page, string kind, Predicate<JsonNode> isWanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            LiveEvent next = await page.Reader.ReadAsync(patience.Token);
            if (next.Kind == kind && JsonNode.Parse(next.Json) is { } content && isWanted(content)) return content;
        }
    }
}
