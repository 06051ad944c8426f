using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Labyrinth;
using Xunit.Abstractions;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>The scores of random play and of the expert with the map: the figures of docs/environments/labyrinth.md.</summary>
public class LabyrinthScoreTests(ITestOutputHelper output)
{
    private static readonly LabyrinthOptions Large = new() { Size = 31, Rooms = 20, Apples = 24 };

    [Fact]
    public void Random_play_scores_within_the_stated_range()
    {
        AssertMean("small", LabyrinthTask.Small, 100, 3, 6, RandomPlay);
        AssertMean("default", new LabyrinthOptions(), 100, 0.5, 2, RandomPlay);
        AssertMean("large", Large, 100, 0.1, 1.2, RandomPlay);
    }

    [Fact]
    public void The_expert_scores_within_the_stated_range()
    {
        AssertMean("small", LabyrinthTask.Small, 100, 120, 140, ExpertPlay);
        AssertMean("default", new LabyrinthOptions(), 40, 55, 80, ExpertPlay);
        AssertMean("large", Large, 20, 20, 36, ExpertPlay);
    }

    private void AssertMean(
        string name, LabyrinthOptions options, int episodes, double low, double high, Func<LabyrinthTask, Func<LabyrinthGame, int>> player)
    {
        var task = new LabyrinthTask(options, seed: 17);
        Func<LabyrinthGame, int> chooseAction = player(task);
        var returns = new List<double>();
        for (int episode = 0; episode < episodes; episode++) returns.Add(task.Play(chooseAction));
        returns.Sort();
        double mean = MathNet.Numerics.Statistics.Statistics.Mean(returns);
        double deviation = MathNet.Numerics.Statistics.Statistics.StandardDeviation(returns);
        output.WriteLine($"{name}: mean {mean:0.0}, deviation {deviation:0.0}, from {returns[0]} to {returns[^1]}, {episodes} episodes");
        Assert.InRange(mean, low, high);
    }

    private static Func<LabyrinthGame, int> RandomPlay(LabyrinthTask task)
    {
        var generator = new RandomGenerator(18);
        return _ => generator.NextInteger(task.Environment.Actions.Count);
    }

    private static Func<LabyrinthGame, int> ExpertPlay(LabyrinthTask task)
    {
        var expert = new LabyrinthExpert(task.Game);
        return _ => expert.Choose();
    }
}
