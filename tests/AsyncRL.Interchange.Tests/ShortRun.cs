using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Interchange.Tests;

/// <summary>A run of few agent steps, its trained network, and observations of its environment.</summary>
internal sealed class ShortRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    internal ShortRun(string environment, string algorithm, string? network = null, int agentSteps = 300, params string[] options)
        : this(EnvironmentCatalogue.Find(environment)!, algorithm, network, agentSteps, options)
    {
    }

    internal ShortRun(
        EnvironmentDescription environment, string algorithm, string? network = null, int agentSteps = 300, params string[] options)
    {
        var assignments = new Dictionary<string, string> { ["evaluation-episodes"] = "0" };
        foreach (string option in options) assignments[option.Split('=')[0]] = option.Split('=')[1];
        var request = new TrainingRequest
        {
            Environment = environment.Name,
            Algorithm = algorithm,
            Network = network,
            Threads = 1,
            AgentSteps = agentSteps,
            Seed = 3,
            Assignments = assignments,
        };
        Configuration = TrainingConfiguration.Resolve(request, environment);
        Trainer.Train(Configuration, RunDirectory.Create(Directory, Configuration));
    }

    /// <summary>The run's directory.</summary>
    internal string Directory => _directory.At("run");

    /// <summary>The run.</summary>
    internal TrainingConfiguration Configuration { get; }

    /// <summary>One run for each network of the catalogue, with an environment and an algorithm that it fits.</summary>
    internal static ShortRun Of(NetworkDescription network)
    {
        bool seesImages = network.Trunk[0] is Convolution;
        if (seesImages && network.Name.StartsWith("catch", StringComparison.Ordinal))
            return new ShortRun("catch", "a3c", network.Name, 60);
        return seesImages ? new ShortRun("pong", "a3c", network.Name, 20) : new ShortRun("cartpole", "a3c", network.Name);
    }

    /// <summary>Reads the newest checkpoint.</summary>
    internal TrainedNetwork Read()
    {
        using RunDirectory run = RunDirectory.Open(Directory);
        using CheckpointFile file = run.SelectCheckpoint(Configuration);
        return new TrainedNetwork(Configuration, file.Checkpoint.AgentSteps, file.ReadTheta(), file.ReadNormalization(Configuration));
    }

    /// <summary>The agent of the newest checkpoint.</summary>
    internal Agent Load() => Agent.Load(Directory);

    /// <summary>Observations drawn from a fixed seed: bytes 0 to 255, or numbers from −2 to 2.</summary>
    internal IEnumerable<Observation> Observations(int count)
    {
        var random = new Random(5);
        for (int i = 0; i < count; i++)
        {
            var observation = new Observation(Configuration.Observation);
            random.NextBytes(observation.Pixels);
            for (int j = 0; j < observation.Values.Length; j++) observation.Values[j] = (4 * random.NextSingle()) - 2;
            yield return observation;
        }
    }

    public void Dispose() => _directory.Dispose();
}
