using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using AsyncRL.Distributed.Tests.Ranks;
using AsyncRL.TestSources;
using Xunit.Sdk;

namespace AsyncRL.Distributed.Tests;

/// <summary>Starts this assembly as the ranks of a run, by the launchers of both families under the names that Debian gives them.</summary>
internal static class Mpirun
{
    internal const string OpenMpi = MpiLaunchers.OpenMpi, Mpich = MpiLaunchers.Mpich;

    // A run takes seconds; a rank that hangs would hold the tests for ever.
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    /// <summary>Runs ranks until all have ended.</summary>
    /// <param name="launcher">One of the two.</param>
    /// <param name="ranks">Number of processes.</param>
    /// <param name="task">What <see cref="RankProgram"/> does.</param>
    /// <param name="isBound">Whether each rank is bound to a core.</param>
    /// <param name="variables">More environment variables, NAME=VALUE.</param>
    internal static RankRun Run(string launcher, int ranks, string task, bool isBound = false, params string[] variables)
    {
        using var directory = new TemporaryDirectory();
        string[] options = MpiLaunchers.OptionsOf(launcher, isBound ? "core" : "none");
        string program = typeof(RankProgram).Assembly.Location;
        var start = new ProcessStartInfo(launcher, ["-n", $"{ranks}", .. options, "dotnet", program, task, directory.FullPath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string[] pair in variables.Select(variable => variable.Split('=', 2))) start.Environment[pair[0]] = pair[1];
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        bool isKilled = false;
        using var guard = new Timer(
            _ =>
            {
                isKilled = true;
                process.Kill(entireProcessTree: true);
            },
            null,
            LongestRun,
            Timeout.InfiniteTimeSpan);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new RankRun
        {
            ExitCode = process.ExitCode,
            IsKilled = isKilled,
            Output = output.Result + error.Result,
            Results = [.. Enumerable.Range(0, ranks).Select(rank => RankFiles.Read(directory.FullPath, rank))],
        };
    }
}

/// <summary>What came of a run.</summary>
internal sealed class RankRun
{
    internal required int ExitCode { get; init; }

    internal required bool IsKilled { get; init; }

    internal required string Output { get; init; }

    /// <summary>For each rank what it wrote.</summary>
    internal required IReadOnlyList<Dictionary<string, string>> Results { get; init; }

    public override string ToString()
    {
        IEnumerable<string> ranks = Results.Select((results, rank) => $"rank {rank}: {string.Join("; ", results)}");
        return $"exit code {ExitCode}{(IsKilled ? ", killed by the time limit" : "")}\n{string.Join("\n", ranks)}\n{Output}";
    }
}

/// <summary>Rows of a launcher and a number of ranks. They are skipped where the launcher is not installed.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class StartedByAttribute : DataAttribute
{
    private readonly string _launcher;
    private readonly int[] _ranks;

    public StartedByAttribute(string launcher, params int[] ranks)
    {
        _launcher = launcher;
        _ranks = ranks;
        Skip = MpiLaunchers.ReasonToSkip(launcher);
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => _ranks.Select(ranks => new object[] { _launcher, ranks });
}
