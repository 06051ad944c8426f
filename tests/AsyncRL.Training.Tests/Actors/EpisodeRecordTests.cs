using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Queued;
using AsyncRL.Training.Tests.Synchronous;

namespace AsyncRL.Training.Tests.Actors;

/// <summary>Every structure of threads reports each finished episode once, with its raw return and its length.</summary>
public class EpisodeRecordTests
{
    [Theory]
    [InlineData("a3c", "t-max=2")]
    [InlineData("a2c", "t-max=2 environments=2")]
    [InlineData("ppo", "t-max=2 environments=2")]
    [InlineData("impala", "t-max=2 environments=2 batch-size=1")]
    [InlineData("ga3c", "t-max=2 environments=2 training-min-batch=1")]
    public void A_finished_episode_has_its_raw_return_and_its_length(string name, string options)
    {
        var assignments = new Dictionary<string, string> { ["reward-clip"] = "1" };
        foreach (string option in options.Split(' ')) assignments.Add(option.Split('=')[0], option.Split('=')[1]);
        Algorithm algorithm = Parts<Algorithm>.Find(name)!;
        algorithm = (Algorithm)algorithm.With(OptionSet.With(algorithm.AllOptions, assignments, new HashSet<string>()));
        ScriptedTask[] tasks =
        [
            Task(new(1, false, false), new(2.5f, false, false), new(-4, true, false)),
            Task(new(3, false, false), new(0, false, false), new(8, false, false), new(0.5f, false, true)),
        ];
        int environments = algorithm.ActorsOf(1);
        var bench = new SynchronousBench(algorithm, ImpalaTests.StructureOf(false), tasks, 1, 3, lastAgentStep: 100);
        IWorker worker = bench.Workers[0];
        while (worker.Run() != Turn.Finished)
        {
        }

        var lengths = new HashSet<int>();
        int episodes = 0;
        long last = 0;
        for (; worker.Episodes!.TryTake(out EpisodeRecord episode); episodes++)
        {
            Assert.Equal(episode.Length == 3 ? -0.5 : 11.5, episode.Return);
            Assert.InRange(episode.AgentStep, last, bench.Shared.AgentSteps);
            (last, _) = (episode.AgentStep, lengths.Add(episode.Length));
        }

        Assert.Equal(environments == 1 ? [3] : [3, 4], lengths.Order());
        int finished = 0;
        foreach (ScriptedTask task in tasks) finished += task.Instances.Count > 0 ? task.Instances[0].Steps / task.Outcomes.Count : 0;
        Assert.Equal(finished, episodes);
    }

    private static ScriptedTask Task(params StepOutcome[] outcomes) => new(outcomes);
}
