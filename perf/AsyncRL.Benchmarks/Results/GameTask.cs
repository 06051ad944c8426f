using System.Linq;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// One of the project's games, which an agent learns from pixels, with the scores of random play and of a scripted player.
/// </summary>
/// <param name="Title">Title of the game. With - for spaces it is the name of its runs and its picture.</param>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="Random">Mean score of uniformly drawn actions.</param>
/// <param name="Expert">Mean score of the scripted player, which knows the state of the game.</param>
internal sealed record GameTask(string Title, string Environment, string Network, double Random, double Expert)
{
    /// <summary>All games. The scores of random play and of scripted players are those of docs/environments.</summary>
    internal static IReadOnlyList<GameTask> All { get; } =
    [
        new("pong", "pong", "mnih2013", -19.3, 21),
        new("breakout", "breakout", "mnih2013", 1.3, 849.5) { Lives = 5 },
        new("freeway", "freeway", "mnih2013", 0, 27.2) { Seeds = 1 },
        new("invaders", "invaders", "mnih2013", 254, 7286) { Seeds = 1, Lives = 3 },
        new("seaquest", "seaquest", "mnih2013", 33.9, 16151) { Seeds = 1, Lives = 3 },
        new("labyrinth small", "labyrinth", "mnih2013", 4.5, 130.5),
        new("labyrinth small", "labyrinth", "mnih2013-lstm", 4.5, 130.5),
        new("racer slow", "racer", "mnih2013", 4.9, 101.5),
        new("racer slow", "racer", "mnih2013-lstm", 4.9, 101.5),
        new("racer fast", "racer", "mnih2013", 6.1, 146) { Seeds = 1, AgentSteps = 3_000_000, Assignments = FastCar },
        new("racer fast", "racer", "mnih2013-lstm", 6.1, 146) { Seeds = 1, AgentSteps = 3_000_000, Assignments = FastCar },
    ];

    private static Dictionary<string, string> FastCar => new() { ["car"] = "fast" };

    /// <summary>The name of its files.</summary>
    internal string FileName => Title.Replace(' ', '-');

    /// <summary>Agent steps of all threads together; null for those of the preset.</summary>
    internal long? AgentSteps { get; init; }

    /// <summary>Number of seeds to train with, starting at 1.</summary>
    internal int Seeds { get; init; } = 3;

    /// <summary>The number of lives of a game if its training episodes are lives; 1 if they are games. Scores are those of games.</summary>
    internal int Lives { get; init; } = 1;

    /// <summary>The meaning of an episode of training.</summary>
    internal string Episodes => Lives > 1 ? "lives" : "episodes";

    /// <summary>Options in addition to those of the preset.</summary>
    internal Dictionary<string, string> Assignments { get; init; } = [];

    /// <summary>Resolves the task's run: the environment's preset with two threads.</summary>
    /// <param name="seed">The seed.</param>
    /// <returns>The configuration.</returns>
    internal TrainingConfiguration Configure(int seed) => TrainingConfiguration.Resolve(new TrainingRequest
    {
        Environment = Environment,
        Network = Network,
        Threads = 2,
        AgentSteps = AgentSteps,
        Seed = (ulong)seed,
        Assignments = Assignments,
    });

    /// <summary>
    /// Trains, or continues a training that an earlier call did not finish. If the run is finished, only the evaluation is repeated.
    /// </summary>
    /// <param name="folder">The folder that contains the runs.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The run.</returns>
    /// <exception cref="InputException">The folder contains a run with other options.</exception>
    internal GameRun Train(string folder, int seed)
    {
        TrainingConfiguration configuration = Configure(seed);
        string path = Path.Combine(folder, $"{FileName}-{Network}-{seed}");
        var progress = new ProgressLines($"{Title}, {Network}, seed {seed}");
        if (!Path.Exists(path))
        {
            RunDirectory made = RunDirectory.Create(path, configuration);
            return new GameRun(made, Trainer.Train(configuration, made, progress));
        }

        RunDirectory directory = RunDirectory.Open(path);
        TrainingConfiguration kept = TrainingConfiguration.Resolve(directory.ReadRequest());
        if (kept.AgentSteps != configuration.AgentSteps || !kept.AllAssignments().SequenceEqual(configuration.AllAssignments()))
            throw new InputException($"The run in {path} has other options than the preset has now; expected another folder.");
        return new GameRun(directory, Trainer.Resume(kept, directory, progress));
    }
}
