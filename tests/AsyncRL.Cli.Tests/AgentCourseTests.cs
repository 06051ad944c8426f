using System.Linq;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The agents of the course of a training see the task by the moments of their own time.</summary>
public sealed class AgentCourseTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Each_agent_normalizes_observations_by_the_moments_of_its_checkpoint()
    {
        string path = _directory.At("run");
        string[] settings =
        [
            "--set", "normalize-observations=true", "--set", "evaluation-episodes=0", "--set", "keep-checkpoints=4",
            "--set", "report-seconds=86400",
        ];
        Run(["train", "cartpole", "--threads", "1", "--agent-steps", "300", "--output", path, .. settings]);
        Run("train", "--resume", path, "--agent-steps", "900");
        Run("train", "--resume", path, "--agent-steps", "3000");
        TrainedRun newest = TrainedRun.Read(path, null, "picture", 1, long.MaxValue);
        IReadOnlyList<TrainedRun> agents = newest.ReadCourse(4);
        Assert.Equal([0, 300, 900, 3000], agents.Select(agent => agent.AgentSteps).Select(steps => 100 * (steps / 100)));

        // Before the training nothing has been seen, so that observations are only clipped.
        float[] raw = [0.5f, -1, 20, -0.25f];
        Assert.Equal([0.5f, -1, 10, -0.25f], Shown(agents[0], raw));
        for (int i = 1; i < agents.Count; i++) Assert.NotEqual(Shown(agents[i - 1], raw), Shown(agents[i], raw));
        foreach (TrainedRun agent in agents)
        {
            using var player = new GamePlayer(agent, 1);
            foreach (PlayedStep step in player.Play(new PlaySettings { States = 30, KeepsInputs = true }, _ => { }, CancellationToken.None))
            {
                Assert.Equal(Shown(agent, step.Raw!), step.Input!.Observation);
                if (agent != newest) Assert.NotEqual(Shown(newest, step.Raw!), step.Input!.Observation);
            }
        }
    }

    private static float[] Shown(TrainedRun agent, float[] raw)
    {
        var shown = new float[raw.Length];
        agent.Normalization.Show(raw, shown);
        return shown;
    }

    private static void Run(params string[] arguments) => Assert.Equal(0, CommandLine.Run(arguments).ExitCode);
}
