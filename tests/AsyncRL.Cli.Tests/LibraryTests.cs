using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.TestSources;
using MyGames;

namespace AsyncRL.Cli.Tests;

/// <summary>The library, for what tests/outside.sh does not run.</summary>
public sealed class LibraryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Run => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_interrupted_run_continues_as_if_it_had_not_been_interrupted()
    {
        using Agent whole = Train(2000, null);
        using Agent begun = Train(2000, Run, new CancellationToken(canceled: true));
        Assert.True(begun.Result!.Interrupted);
        using Agent resumed = AsyncRL.Train.Resume(Run, Make);
        Assert.Equal(whole.Result!.AgentSteps, resumed.Result!.AgentSteps);
        Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());
    }

    [Fact]
    public void A_run_continues_with_other_options_from_another_checkpoint()
    {
        Train(1000, Run).Dispose();
        int reports = 0;
        var settings = new ResumeSettings
        {
            Checkpoint = "0",
            Options = new Dictionary<string, string> { ["Learning-Rate"] = "0.001" },
            OnProgress = _ => reports++,
        };
        using Agent resumed = AsyncRL.Train.Resume(Run, Make, agentSteps: 1500, settings);
        Assert.InRange(resumed.Result!.AgentSteps, 1500, 1600);
        Assert.True(reports > 0);
        settings = new ResumeSettings { Options = new Dictionary<string, string> { ["t-max"] = "7" } };
        Assert.StartsWith("The option t-max is \"7\"", Refusal(() => AsyncRL.Train.Resume(Run, Make, settings: settings)), Ordinal);
    }

    [Fact]
    public void A_run_of_an_environment_that_a_program_lacks_is_refused()
    {
        Train(500, Run).Dispose();
        string sentence = $"The run in {Run} was made with the environment \"lacked-line\", which this program does not have; "
            + "expected the program that trained it, or a run that was trained with FILE.dll:TYPE.";
        Assert.Equal(sentence, Refusal(() => AsyncRL.Train.Resume(Run)));
        foreach (string command in new[] { "evaluate", "play", "train --resume" })
            CommandLine.Run([.. command.Split(' '), Run]).AssertRefused(sentence);
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_named() => Assert.Equal(
        "There is no directory nothing; expected a directory that train wrote, with its run.json.", Refusal(() => Agent.Load("nothing")));

    [Fact]
    public void An_observation_of_another_length_is_refused_with_both_lengths()
    {
        using Agent agent = Train(500, null);
        ArgumentException refusal = Assert.Throws<ArgumentException>("observation", () => { agent.Act(new float[2]); });
        Assert.StartsWith("The observation has 2 numbers; expected a vector of 1 number.", refusal.Message, Ordinal);
        refusal = Assert.Throws<ArgumentException>("observation", () => { agent.Act(new byte[1]); });
        Assert.StartsWith("The observation has 1 byte; expected a vector of 1 number.", refusal.Message, Ordinal);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static Agent Train(long agentSteps, string? directory, CancellationToken stop = default) => AsyncRL.Train.Run(
        new Algorithms.A3C(),
        Make,
        agentSteps,
        new TrainSettings
        {
            Name = "lacked-line",
            SimulatedActors = 2,
            Options = new Dictionary<string, string> { ["evaluation-episodes"] = "0" },
            Directory = directory,
            Stop = stop,
        });

    private static IEnvironment Make(RandomGenerator generator) => new WindyLine(generator);

    private static string Refusal(Action action) => Assert.Throws<InputException>(action).Message;
}
