using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Profiles;
using AsyncRL.Cli.Ranks;
using AsyncRL.Cli.Recording;
using AsyncRL.Cli.Views;
using AsyncRL.Environments.Checking;
using AsyncRL.Profiling;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;
using Spectre.Console;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl profile</c>: measures the time of every thread by phase and compares it with the machine's limits.</summary>
internal sealed class ProfileCommand : ExampledCommand, ISettingsCommand
{
    internal const string CommandName = "profile";

    private readonly ConsoleHost _consoleHost;
    private readonly ProfileOptions _options = new();

    internal ProfileCommand(ConsoleHost consoleHost)
        : base(
            CommandName,
            "Measure the threads of a training: time by phase, staleness, scaling, and the share of the machine's limits.",
            [
                "The environment null takes no time, so that only the engine is measured. docs/profiling.md explains each number.",
                "Of a run, its settings are measured with a fresh engine, and the profile is kept in its directory for asyncrl report.",
                "Started by mpirun or srun, it measures what the exchange between the processes costs each of them: docs/distributed.md.",
                "Ctrl-C ends the command with exit code 130. Exit code 2: wrong input.",
            ],
            [
                "asyncrl profile null",
                "asyncrl profile null --threads 1,2,4 --seconds 20 --picture roofline.svg",
                "asyncrl profile null --threads 2 --trace trace.json",
                "asyncrl profile catch --algorithm n-step-q --sharing volatile --set t-max=20",
                "asyncrl profile null --network mnih2013-lstm --json > before.json",
                "asyncrl profile null --network mnih2013-lstm --against before.json",
                "asyncrl profile runs/catch-a3c-1",
                "mpirun -n 2 --oversubscribe --bind-to none asyncrl profile pong",
            ])
    {
        _consoleHost = consoleHost;
        _options.AddTo(this);
        SetAction(Profile);
    }

    private int Profile(ParseResult parsed)
    {
        bool json = parsed.GetValue(_options.Json);
        using RankConnection? connection = _consoleHost.Connect();
        try
        {
            if (connection is null) return ProfileProcess(parsed, json);
            int ranks = connection.Communicator.Ranks;
            return new RankedProfiling(_consoleHost, connection).Profile(() => _options.ReadForRanks(parsed, ranks), json);
        }
        catch (TrainingFaultException fault)
        {
            return Fail(fault, connection?.Communicator.Rank ?? 0);
        }
    }

    /// <summary>Tells a failure once, and the stack trace on the rank that failed if the failure is a bug.</summary>
    private int Fail(TrainingFaultException fault, int rank)
    {
        if (rank == 0) _consoleHost.Error.WriteLine($"The profile failed: {fault.Message}");
        bool isBug = fault.InnerException is not (null or NonFiniteGradientException or EnvironmentFaultException or RankFaultException);
        if (isBug) _consoleHost.Error.WriteLine(fault.InnerException);
        return ExitCode.Failure;
    }

    private int ProfileProcess(ParseResult parsed, bool json)
    {
        ProfileRequest request = _options.ReadRequest(parsed);
        request.Check();
        request.EstimateMemory().Check(_consoleHost.Memory());
        (string? picture, string? trace, string? kept) = _options.ReadFiles(parsed);
        EarlierProfile? earlier = _options.ReadEarlier(parsed, request);
        Warn(request);
        ProfileReport report = Measure(new ProfileMeasurement(request), json);
        JsonObject document = ProfileDocument.Of(report);
        if (picture is not null) File.WriteAllBytes(picture, RooflineChart.FigureOf(ProfiledRoofline.Of(document)).Picture.Span);
        if (trace is not null) WriteTrace(trace, report);
        if (kept is not null) Keep(kept, document);
        ProfileComparison? comparison = earlier is null ? null : ProfileComparison.Of(earlier, document);
        if (comparison is not null) document["against"] = comparison.ToJson();
        if (json) Json.Write(_consoleHost.Output, document);
        else Write(report, comparison);
        if (kept is not null && !json)
            _consoleHost.Output.WriteLine($"Kept in {NumberText.Quoted(kept)}; {_consoleHost.Command} report shows its roofline.");
        return ExitCode.Success;
    }

    private void Warn(ProfileRequest request)
    {
        int most = 0;
        foreach (ProfileSetup setup in request.Setups) most = Math.Max(most, setup.Threads);
        if (most <= PhysicalCores.Count) return;
        _consoleHost.Error.WriteLine(
            $"Warning: {most} threads share {NumberText.Count(PhysicalCores.Count, "physical core")}; "
            + "the speed-up is limited by the cores, and elapsed times include waiting for a core.");
    }

    /// <summary>Measures on another thread, while this thread reports the progress.</summary>
    private ProfileReport Measure(ProfileMeasurement measurement, bool json)
    {
        CancellationToken stop = _consoleHost.Signals.Await();
        (TextWriter writer, bool isTerminal) = _consoleHost.ProgressTarget(json);
        var progress = new ProgressLine(writer, isTerminal, _consoleHost.Clock);
        var work = Task.Run(() => measurement.Measure(stop), CancellationToken.None);
        return progress.Follow(work, measurement.ExpectedSeconds, () => measurement.Stage);
    }

    private void Write(ProfileReport report, ProfileComparison? comparison)
    {
        TrainingConfiguration configuration = report.Configuration;
        _consoleHost.Output.WriteLine(ProfileReport.Describe(configuration));
        _consoleHost.Output.WriteLine(
            $"{MachineDescription.Processor}, {NumberText.Count(PhysicalCores.Count, "physical core")}, {configuration.VectorWidth}, "
            + MachineDescription.System);
        foreach (string warning in ProfileWarnings.Of(report)) _consoleHost.Output.WriteLine($"Warning: {warning}");
        IAnsiConsole console = _consoleHost.CreateConsole(_consoleHost.Output, _consoleHost.OutputIsTerminal);
        ProfileTables.Write(console, report);
        if (comparison is null) return;
        foreach (string sentence in comparison.Differences) _consoleHost.Output.WriteLine($"Not the same: {sentence}");
        comparison.Write(console);
    }

    /// <summary>Keeps the profile in the directory of its run.</summary>
    private static void Keep(string path, JsonObject document)
    {
        using var file = PictureFile.Create(path);
        using (var writer = new StreamWriter(file.Stream, leaveOpen: true)) Json.Write(writer, document);
        file.Finish();
    }

    private static void WriteTrace(string path, ProfileReport report)
    {
        using FileStream stream = File.Create(path);
        ChromeTrace.Write(stream, report.Trace);
    }
}
