using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests.Launched;

/// <summary>The command <c>asyncrl</c> as several processes that a launcher of MPI started.</summary>
internal sealed class LaunchedRun : IDisposable
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Timer _guard;
    private readonly StringBuilder _text = new();
    private readonly string _launcher;
    private bool _isKilled;

    private LaunchedRun(string launcher, Process process)
    {
        (_launcher, _process) = (launcher, process);
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _guard = new Timer(_ => Kill(), null, LongestRun, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What all ranks and the launcher wrote.</summary>
    internal string Text
    {
        get
        {
            lock (_text) return _text.ToString();
        }
    }

    /// <summary>Starts ranks with the same arguments.</summary>
    internal static LaunchedRun Start(string launcher, int ranks, params string[] arguments) =>
        Start(launcher, ["-n", $"{ranks}", .. Program, .. arguments]);

    /// <summary>Starts two ranks with arguments of their own.</summary>
    internal static LaunchedRun StartTwo(string launcher, string[] first, string[] second) =>
        Start(launcher, ["-n", "1", .. Program, .. first, ":", "-n", "1", .. Program, .. second]);

    /// <summary>Runs ranks to their end.</summary>
    internal static (int ExitCode, string Text) Run(string launcher, int ranks, params string[] arguments)
    {
        using LaunchedRun run = Start(launcher, ranks, arguments);
        return run.Wait();
    }

    /// <summary>Waits until the launcher has ended.</summary>
    internal (int ExitCode, string Text) Wait()
    {
        _process.WaitForExit();
        Assert.False(_isKilled, $"The run did not end within {LongestRun.TotalMinutes} minutes:\n{Text}");
        return (_process.ExitCode, Text);
    }

    /// <summary>Waits until the run trains and has a checkpoint beyond agent step 0.</summary>
    internal void WaitForCheckpoint(string directory)
    {
        string checkpoints = Path.Combine(directory, "checkpoints");
        bool isThere = SpinWait.SpinUntil(
            () => _process.HasExited
                || (Directory.Exists(checkpoints) && Directory.GetFiles(checkpoints, "0*.checkpoint").Any(IsBeyondStart)),
            LongestRun);
        Assert.True(isThere && !_process.HasExited, Text);
    }

    private static bool IsBeyondStart(string file) => Path.GetFileNameWithoutExtension(file).Any(digit => digit != '0');

    /// <summary>Sends a signal to one rank.</summary>
    internal void SignalRank(int rank, string signal)
    {
        foreach (Process process in Process.GetProcessesByName("dotnet"))
        {
            using (process)
            {
                if (RankOf(process.Id) == rank) Send(process.Id, signal);
            }
        }
    }

    /// <summary>Sends a signal to the launcher.</summary>
    internal void SignalLauncher(string signal) => Send(_process.Id, signal);

    /// <summary>Whether no rank is left.</summary>
    internal bool HasNoRanksLeft() => SpinWait.SpinUntil(
        () => !Process.GetProcessesByName("dotnet").Any(process => RankOf(process.Id) >= 0), TimeSpan.FromSeconds(20));

    public void Dispose()
    {
        _guard.Dispose();
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private static string[] Program => ["dotnet", Path.Combine(AppContext.BaseDirectory, "asyncrl.dll")];

    private static LaunchedRun Start(string launcher, string[] arguments)
    {
        var start = new ProcessStartInfo(launcher, [.. MpiLaunchers.OptionsOf(launcher), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Mark] = MarkOfThisProcess;
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return new LaunchedRun(launcher, process);
    }

    private const string Mark = "ASYNCRL_TEST_RUN";

    private static string MarkOfThisProcess { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The rank of a process of these tests, from its variables; −1 for another process.</summary>
    private int RankOf(int process)
    {
        string name = _launcher == MpiLaunchers.OpenMpi ? "OMPI_COMM_WORLD_RANK=" : "PMI_RANK=";
        try
        {
            string[] variables = File.ReadAllText($"/proc/{process}/environ").Split('\0');
            if (!variables.Contains($"{Mark}={MarkOfThisProcess}")) return -1;
            string? rank = Array.Find(variables, variable => variable.StartsWith(name, StringComparison.Ordinal));
            return rank is null ? -1 : int.Parse(rank[name.Length..], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static void Send(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_text) _text.AppendLine(line);
    }

    private void Kill()
    {
        _isKilled = true;
        _process.Kill(entireProcessTree: true);
    }
}
