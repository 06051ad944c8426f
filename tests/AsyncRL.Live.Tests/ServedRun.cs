using System.Threading.Tasks;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Live.Tests;

/// <summary>A small finished run and pages that show it.</summary>
public sealed class ServedRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public ServedRun()
    {
        Configuration = TrainingConfiguration.Resolve(new TrainingRequest
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
        });
        Trainer.Train(Configuration, RunDirectory.Create(Path, Configuration));
    }

    /// <summary>The run.</summary>
    internal TrainingConfiguration Configuration { get; }

    /// <summary>Its directory.</summary>
    internal string Path => _directory.At("run");

    public void Dispose() => _directory.Dispose();

    /// <summary>Serves a page of the run.</summary>
    internal Task<LivePage> ServeAsync(int port = 0, string? token = null) =>
        LivePage.StartAsync([new LiveRun(Path, Configuration, 30)], new LiveSettings { Port = port, Token = token });
}
