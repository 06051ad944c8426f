using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>A user's request, as texts and numbers. Values that are null come from the environment's preset.</summary>
public sealed record TrainingRequest
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The environment in a user's assembly, as "FILE.dll:TYPE"; null if it is in the catalogue.</summary>
    public string? Assembly { get; init; }

    /// <summary>Name of the algorithm.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Name of the network, or the path of its file, which ends in ".json".</summary>
    public string? Network { get; init; }

    /// <summary>The network's layers from a run.json; null to find the network by its name.</summary>
    public NetworkDescription? Layers { get; init; }

    /// <summary>Actor-learner threads.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Threads of a run that names none, as far as its groups divide them, and at most those that the algorithm has work for; null for one
    /// per processor. The simulated execution has none.
    /// </summary>
    public int? UsualThreads { get; init; }

    /// <summary>Name of the execution mode.</summary>
    public string? Execution { get; init; }

    /// <summary>Actor-learners of the simulated execution.</summary>
    public int? Actors { get; init; }

    /// <summary>T_max, in agent steps.</summary>
    public long? AgentSteps { get; init; }

    /// <summary>The seed of all random numbers.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Name of the sharing mode.</summary>
    public string? Sharing { get; init; }

    /// <summary>θ of another run, with which this one begins; null to draw θ.</summary>
    public InitialParameters? InitialParameters { get; init; }

    /// <summary>Options by name: the environment's, the algorithm's, the optimizer's and the run's.</summary>
    public IReadOnlyDictionary<string, string> Assignments { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The names of the options that the user sets now; null if all are. The manifest of a run has every option, also those that were not
    /// set.
    /// </summary>
    public IReadOnlyCollection<string>? Given { get; init; }
}

/// <summary>Parts of a run that a program supplies as objects instead of names; a part that is null is found by its name.</summary>
/// <param name="Algorithm">The algorithm with its options.</param>
/// <param name="Network">The layers below the heads.</param>
/// <param name="Optimizer">The optimizer with its options.</param>
public sealed record GivenParts(Algorithm? Algorithm = null, NetworkDescription? Network = null, Optimizer? Optimizer = null);
