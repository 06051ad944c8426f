using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Runs;

/// <summary>What a user asks for, as text and numbers; what is null comes from the environment's preset.</summary>
public sealed record TrainingRequest
{
    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>The environment in an assembly of the user's, as "FILE.dll:TYPE"; null where it is in the catalogue.</summary>
    public string? Assembly { get; init; }

    /// <summary>Name of the algorithm.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Name of the network, or its file, whose name ends in ".json".</summary>
    public string? Network { get; init; }

    /// <summary>The network's layers, as a run.json holds them; null to find the network by its name.</summary>
    public NetworkDescription? Layers { get; init; }

    /// <summary>Actor-learner threads.</summary>
    public int? Threads { get; init; }

    /// <summary>Name of the execution mode.</summary>
    public string? Execution { get; init; }

    /// <summary>Actor-learners of the simulated execution.</summary>
    public int? Actors { get; init; }

    /// <summary>T_max, in agent steps.</summary>
    public long? AgentSteps { get; init; }

    /// <summary>The seed of all chance.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Name of the sharing mode.</summary>
    public string? Sharing { get; init; }

    /// <summary>θ of another run, with which this one begins; null to draw θ.</summary>
    public InitialParameters? InitialParameters { get; init; }

    /// <summary>Options by name: the environment's, the algorithm's, the optimizer's and the run's.</summary>
    public IReadOnlyDictionary<string, string> Assignments { get; init; } = new Dictionary<string, string>();
}
