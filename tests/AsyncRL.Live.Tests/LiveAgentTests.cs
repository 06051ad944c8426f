using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Threading.Tasks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live.Tests;

/// <summary>The agent at play has the θ of the training in this process, or else that of the newest checkpoint.</summary>
public sealed class LiveAgentTests(ServedRun served) : IClassFixture<ServedRun>
{
    [Fact]
    public void A_game_begins_with_the_parameters_of_the_training_and_not_with_those_of_the_checkpoint()
    {
        var agent = new LiveAgent(served.Path, served.Configuration);
        agent.ReadForGame();
        float[] ofCheckpoint = [.. agent.Theta];
        Assert.False(agent.IsRunning);
        var keeper = new Keeper();
        TrainingResult result = Trainer.Train(TrainingConfiguration.Resolve(ServedRun.Pixels with { Seed = 2 }), observer: keeper);
        agent.Follow(keeper.Agent!);
        agent.ReadForGame();
        Assert.True(agent.IsRunning);
        Assert.Equal(result.AgentSteps, agent.AgentSteps);
        Assert.Equal(result.Theta, agent.Theta);
        Assert.NotEqual(ofCheckpoint, agent.Theta);
    }

    [Fact]
    public void In_a_long_game_the_parameters_are_read_again()
    {
        var young = new LiveAgent(served.Path, served.Configuration);
        var old = new LiveAgent(served.Path, served.Configuration, TimeSpan.Zero);
        var keeper = new Keeper
        {
            Begun = agent =>
            {
                foreach (LiveAgent own in (LiveAgent[])[young, old])
                {
                    own.Follow(agent);
                    own.ReadForGame();
                }
            },
        };
        TrainingResult result = Trainer.Train(served.Configuration, observer: keeper);
        young.Renew();
        old.Renew();
        Assert.Equal(0, young.AgentSteps);
        Assert.Equal(result.Theta, old.Theta);
        Assert.NotEqual(result.Theta, young.Theta);
    }

    [Fact]
    public async Task The_page_of_a_training_plays_beyond_the_newest_checkpoint()
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = "catch",
            Network = "mlp",
            Threads = 1,
            AgentSteps = long.MaxValue / 2,
            Assignments = new Dictionary<string, string> { ["rows"] = "6", ["columns"] = "6", ["checkpoint-seconds"] = "3600" },
        });
        RunDirectory run = RunDirectory.Create(directory.At("run"), configuration);
        using var live = new LiveRun(run.FullPath, configuration, 100);
        Task<TrainingResult> training = Task.Run(
            () => Trainer.Train(configuration, run, new Keeper { Begun = live.Follow }, stop.Token));
        Channel<LiveEvent> page = live.Subscribers.Add(live.History);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        long trained = 0;
        while (trained == 0)
        {
            LiveEvent next = await page.Reader.ReadAsync(patience.Token);
            if (next.Kind != "moment") continue;
            JsonNode moment = JsonNode.Parse(next.Json)!;
            if (moment["running"]!.GetValue<bool>()) trained = moment["trained"]!.GetValue<long>();
        }

        using (CheckpointFile newest = run.SelectCheckpoint(configuration)) Assert.Equal(0, newest.Checkpoint.AgentSteps);
        await stop.CancelAsync();
        Assert.InRange(trained, 1, (await training).AgentSteps);
    }

    private sealed class Keeper : ITrainingObserver
    {
        internal RunningAgent? Agent { get; private set; }

        internal Action<RunningAgent> Begun { get; init; } = _ => { };

        public void ObserveStart(RunningAgent agent)
        {
            Agent = agent;
            Begun(agent);
        }

        public void Observe(TrainingProgress progress)
        {
        }

        public void ObserveEvaluation(int finished, int total)
        {
        }
    }
}
