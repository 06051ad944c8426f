using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL;

/// <summary>What a training run of a program may set besides the algorithm, the environment and the agent steps; all is optional.</summary>
public sealed record TrainSettings
{
    /// <summary>Name of the environment in messages and files; by default "own".</summary>
    public string Name { get; init; } = "own";

    /// <summary>Actor-learner threads; by default one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Actors of the simulated execution, which runs all on one thread and is the same every time; by default the run has threads instead.
    /// </summary>
    public int? SimulatedActors { get; init; }

    /// <summary>The seed of all random numbers.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The layers below the heads; by default the network "mlp" for vectors and "mnih2013" for pictures.</summary>
    public NetworkDescription? Network { get; init; }

    /// <summary>The optimizer with its options; by default shared RMSProp.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>
    /// θ of another run, with which this one begins: <c>InitialParameters.Read("runs/mine", "best")</c>. The network, the observations and
    /// the actions must be the same. By default θ is drawn.
    /// </summary>
    public InitialParameters? InitialParameters { get; init; }

    /// <summary>
    /// Options by name, as the command's <c>--set</c> takes them, for example ["learning-rate"] = "0.003". Typed options of the algorithm
    /// are given with the algorithm itself.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Where the run is written: options, tables, checkpoints. The command reads it, and <see cref="Agent.Load"/>. Null to write nothing.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Called several times a second with the state of the run; by the thread that called <see cref="Train.Run(string,
    /// System.Func{Environments.IEnvironment}, long, TrainSettings?)"/>. An exception ends the run after it is saved.</summary>
    public Action<TrainingProgress>? OnProgress { get; init; }

    /// <summary>Cancelled to end the run early: segments are finished, everything is saved.</summary>
    public CancellationToken Stop { get; init; }
}

/// <summary>What a program may set when it continues a run; all is optional.</summary>
public sealed record ResumeSettings
{
    /// <summary>
    /// Options that change, by name, for example ["learning-rate"] = "0.0003". An option that a run keeps when it is resumed is refused.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>"best", agent steps or a file of a checkpoint; by default the newest whole one from before a fault.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Called several times a second with the state of the run, by the thread that called <c>Train.Resume</c>.</summary>
    public Action<TrainingProgress>? OnProgress { get; init; }

    /// <summary>Cancelled to end the run early: segments are finished, everything is saved.</summary>
    public CancellationToken Stop { get; init; }
}
