using System.Threading.Tasks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live.Tests;

/// <summary>A small finished run whose agent sees pixels, one whose agent sees numbers, and pages that show them.</summary>
public sealed class ServedRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ServedRun()
    {
        Configuration = Train(Path, Pixels);
        Numbers = Train(NumbersPath, new TrainingRequest
        {
            Environment = "cartpole",
            Threads = 1,
            AgentSteps = 500,
            Assignments = new Dictionary<string, string> { ["evaluation-episodes"] = "0" },
        });
    }

    /// <summary>What the run of pixels was asked for.</summary>
    internal static TrainingRequest Pixels => new()
    {
        Environment = "catch",
        Algorithm = "a3c",
        Network = "mlp",
        Threads = 1,
        AgentSteps = 2000,
        Assignments = new Dictionary<string, string>
        {
            ["rows"] = "6",
            ["columns"] = "6",
            ["evaluation-episodes"] = "0",
            ["report-seconds"] = "0.01",
        },
    };

    /// <summary>The run of pixels.</summary>
    internal TrainingConfiguration Configuration { get; }

    /// <summary>The run of numbers.</summary>
    internal TrainingConfiguration Numbers { get; }

    /// <summary>The directory of the run of pixels.</summary>
    internal string Path => _directory.At("run");

    /// <summary>The directory of the run of numbers.</summary>
    internal string NumbersPath => _directory.At("numbers");

    public void Dispose() => _directory.Dispose();

    /// <summary>Serves a page of the run of pixels.</summary>
    internal Task<LivePage> ServeAsync(int port = 0, string? token = null) =>
        ServeAsync(new LiveSettings { Port = port, Token = token });

    /// <summary>Serves a page of the run of pixels.</summary>
    internal Task<LivePage> ServeAsync(LiveSettings settings) => LivePage.StartAsync([new LiveRun(Path, Configuration, 30)], settings);

    /// <summary>Serves a page of both runs.</summary>
    internal Task<LivePage> ServeBothAsync() =>
        LivePage.StartAsync([new LiveRun(Path, Configuration, 30), new LiveRun(NumbersPath, Numbers, 30)], new LiveSettings());

    /// <summary>Serves a page of the run of numbers.</summary>
    internal Task<LivePage> ServeNumbersAsync() => LivePage.StartAsync([new LiveRun(NumbersPath, Numbers, 30)], new LiveSettings());

    private static TrainingConfiguration Train(string path, TrainingRequest request)
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(request);
        Trainer.Train(configuration, RunDirectory.Create(path, configuration));
        return configuration;
    }
}
