using System.Diagnostics;
using System.Linq;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

/// <summary>
/// Races of TORCS on the command line. What needs TORCS is skipped where TORCS or a compiler is missing; what is missing is tested with
/// processes of the command that see another machine.
/// </summary>
public sealed class TorcsTests : IDisposable
{
    private const string Assembly = "AsyncRL.Environments.Torcs.dll", Shells = "/bin:/usr/bin";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TorcsFact]
    public void It_trains_evaluates_and_continues_with_new_episodes()
    {
        string run = _directory.At("run");
        CommandLine.Run(
            "train", "torcs", "--threads", "2", "--agent-steps", "4000", "--set", "evaluation-episodes=2", "--set", "seconds=20",
            "--output", run)
            .AssertSucceeded();
        CommandLine.Run("evaluate", run, "--episodes", "2").AssertSucceeded();
        CommandResult resumed = CommandLine.Run("train", "--resume", run, "--agent-steps", "6000");
        Assert.True(resumed.ExitCode == 0, resumed.Error);
        Assert.Contains(
            "Note: The environment torcs:g-track-1 cannot save its state: every actor-learner begins a new episode.",
            resumed.Error, StringComparison.Ordinal);
        CommandLine.Run("train", "--resume", run, "--set", "car=fast").AssertRefused("car");
    }

    [TorcsFact]
    public void Lists_show_the_race_and_whether_the_bridge_can_be_used()
    {
        CommandLine.Run("list", "torcs").AssertPrinted("torcs:TRACK", "usable: TORCS 1.3.7 (");
        CommandLine.Run("list", "torcs:forza").AssertPrinted("vector 32", "brake-slightly-left", "off-track-ends");
    }

    [TorcsTheory]
    [InlineData("torcs:forz", "There is no track of TORCS \"forz\"; did you mean forza?")]
    [InlineData("torcs:monaco", "There is no track of TORCS \"monaco\"; expected one of a-speedway, aalborg")]
    [InlineData("torcs --set car=car1-tb1", "There is no car of TORCS \"car1-tb1\"; did you mean car1-trb1?")]
    [InlineData("torcs --set opponents=11", "The option opponents is \"11\"; expected a whole number from 0 to 10.")]
    [InlineData("torcs --set actions=both", "The option actions is \"both\"; expected one of discrete, continuous.")]
    public void Wrong_input_is_one_sentence(string line, string sentence) =>
        CommandLine.Run(["train", .. line.Split(' ')]).AssertRefused(sentence);

    [Theory]
    [InlineData("torcs:g-track-1", null)]
    [InlineData("torcs:forza", "The settings are those of torcs:g-track-1; they were not tried on this track.")]
    public void The_usual_track_has_settings_of_its_own(string environment, string? caveat)
    {
        Preset preset = Preset.For(environment);
        Assert.Equal(("torcs:g-track-1", true), (preset.Environment, preset.IsKnown));
        if (caveat is null) Assert.DoesNotContain("not tried", preset.Caveat ?? "", StringComparison.Ordinal);
        else Assert.Equal(caveat, preset.Caveat);
    }

    [Fact]
    public void A_machine_without_TORCS_is_told_the_command_that_installs_it()
    {
        const string sentence = ", which ASYNCRL_TORCS names; expected TORCS 1.3.7 (sudo apt-get install torcs)";
        AssertMissing(sentence, ("ASYNCRL_TORCS", _directory.FullPath));
    }

    [Fact]
    public void Another_version_of_TORCS_is_refused()
    {
        MakeInstallation("1.3.6", "exit 3");
        AssertMissing("is not version 1.3.7; expected 1.3.7 (sudo apt-get install torcs)", ("ASYNCRL_TORCS", _directory.FullPath));
    }

    [Fact]
    public void A_machine_without_a_compiler_is_told_the_command_that_installs_one()
    {
        MakeInstallation("1.3.7", "exit 3");
        AssertMissing(
            "C compiler", "(sudo apt-get install gcc libc6-dev)",
            ("ASYNCRL_TORCS", _directory.FullPath), ("PATH", _directory.FullPath), ("XDG_CACHE_HOME", _directory.At("cache")));
    }

    [TorcsTheory]
    [InlineData("echo 'x.c:1: fatal error: no math.h' >&2; exit 1", "cannot compile the robot of TORCS (x.c:1: fatal error: no math.h);")]
    [InlineData("cat > /dev/null", "cannot compile the robot of TORCS (it gave no reason); expected a C compiler with the headers")]
    public void A_compiler_that_fails_is_one_sentence(string script, string sentence)
    {
        string programs = Directory.CreateDirectory(_directory.At("programs")).FullName;
        WriteProgram(Path.Combine(programs, "cc"), script);
        (int code, string error, _) = Run(
            ["train", "torcs"], ("PATH", $"{programs}:{Shells}"), ("XDG_CACHE_HOME", _directory.At("cache")));
        AssertRefused(code, error, sentence);
        Assert.Empty(Directory.GetFiles(_directory.At("cache"), "*", SearchOption.AllDirectories));
    }

    [TorcsTheory]
    [InlineData("ASYNCRL_TORCS", "prefix", "/prefix, which ASYNCRL_TORCS names; expected TORCS 1.3.7")]
    [InlineData("PATH", "programs", "There is no C compiler on this machine; expected cc, gcc or clang")]
    [InlineData("XDG_CACHE_HOME", "cache", "The home directory, for the robot of TORCS, does not exist; expected the full path")]
    public void No_program_and_no_file_is_looked_for_beside_the_current_directory(string variable, string value, string sentence)
    {
        Directory.CreateDirectory(_directory.At("programs"));
        WriteProgram(_directory.At("programs/cc"), "exit 1");
        List<(string, string)> variables = [(variable, value)];
        variables.Add(variable == "XDG_CACHE_HOME" ? ("HOME", _directory.At("none")) : ("XDG_CACHE_HOME", _directory.At("empty")));
        (int code, string error, _) = Run(["list", "torcs:forza"], [.. variables]);
        AssertRefused(code, error, sentence);
    }

    [TorcsFact]
    public void A_cache_that_cannot_be_written_is_one_sentence()
    {
        File.WriteAllText(_directory.At("cache"), "a file");
        (int code, string error, _) = Run(["train", "torcs"], ("XDG_CACHE_HOME", _directory.At("cache")));
        AssertRefused(code, error, "expected a directory that can be written, by XDG_CACHE_HOME.");
    }

    [TorcsTheory]
    [InlineData("sleep 1; echo 'no module' >&2; exit 3", "ended with exit code 3 before the race began (no module); expected TORCS 1.3.7,")]
    [InlineData("kill -SEGV $$", "was ended by signal 11 before the race began; expected TORCS 1.3.7,")]
    public void A_TORCS_that_does_not_begin_is_one_sentence(string script, string sentence)
    {
        MakeInstallation("1.3.7", script);
        (int code, string error, _) = Run(
            ["train", "torcs:oval", "--set", "answer-seconds=0.1"], ("ASYNCRL_TORCS", _directory.FullPath));
        AssertRefused(code, error, sentence, "robot-", "delete it, and it is compiled again.");
    }

    /// <summary>Several processes of the command compile at once, into the same file.</summary>
    [TorcsFact]
    public void Several_processes_may_compile_the_robot_at_once()
    {
        (string, string) cache = ("XDG_CACHE_HOME", _directory.At("cache"));
        Process[] commands = [.. Enumerable.Range(0, 3).Select(_ => Start(["list", "torcs:forza"], cache))];
        foreach (Process command in commands)
        {
            string error = command.StandardError.ReadToEnd();
            command.WaitForExit();
            Assert.Equal((0, ""), (command.ExitCode, error));
            command.Dispose();
        }

        string file = Assert.Single(Directory.GetFiles(_directory.At("cache"), "*", SearchOption.AllDirectories));
        Assert.Matches("^robot-[0-9a-f]{16}[.]so$", Path.GetFileName(file));
    }

    [TorcsFact]
    public void A_killed_command_leaves_no_process_and_no_file()
    {
        string temporary = Directory.CreateDirectory(_directory.At("tmp")).FullName;
        using Process command = Start(["train", "torcs", "--threads", "2", "--agent-steps", "1000000000"], ("TMPDIR", temporary));
        using var guard = new Timer(_ => command.Kill(), null, TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan);
        command.StandardOutput.ReadLine();
        command.StandardOutput.ReadLine();
        (List<int> races, List<int> episodes) = ([], []);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(20); Thread.Sleep(20))
        {
            races = ProcessTree.ChildrenOf(command.Id);
            episodes = [.. races.SelectMany(ProcessTree.ChildrenOf)];
            if ((races.Count, episodes.Count) == (2, 2)) break;
        }

        Assert.Equal((2, 2), (races.Count, episodes.Count));
        command.Kill();
        Assert.All([.. races, .. episodes], process => Assert.True(ProcessTree.HasEnded(process)));
        Assert.Empty(Directory.GetDirectories(temporary, "asyncrl-torcs-*"));
    }

    [TorcsTheory]
    [InlineData("catch", false)]
    [InlineData("torcs", true)]
    public void The_assembly_is_loaded_only_for_its_environments(string environment, bool isLoaded)
    {
        using Process command = Start(["train", environment, "--threads", "1", "--agent-steps", "1000000000"]);
        using var guard = new Timer(_ => command.Kill(), null, TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan);
        command.StandardOutput.ReadLine();
        string maps = File.ReadAllText($"/proc/{command.Id}/maps");
        command.Kill();
        Assert.Equal(isLoaded, maps.Contains(Assembly, StringComparison.Ordinal));
    }

    private void AssertMissing(string part, params (string, string)[] variables) => AssertMissing(part, part, variables);

    /// <summary>Train refuses, and the list tells the same.</summary>
    private void AssertMissing(string part, string other, params (string, string)[] variables)
    {
        if (!OperatingSystem.IsLinux()) return;
        (int code, string error, _) = Run(["train", "torcs:oval"], variables);
        AssertRefused(code, error, part, other);
        (code, _, string output) = Run(["list", "torcs", "--json"], variables);
        Assert.Equal(0, code);
        Assert.Contains("\"missing: ", output, StringComparison.Ordinal);
        Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Contains(other, output, StringComparison.Ordinal);
    }

    private static void AssertRefused(int code, string error, params string[] parts)
    {
        Assert.Equal(2, code);
        Assert.All(parts, part => Assert.Contains(part, error, StringComparison.Ordinal));
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Makes what looks like an installation with one track and one car, whose program is a script.</summary>
    private void MakeInstallation(string version, string script)
    {
        string libraries = _directory.At("lib/torcs"), data = _directory.At("share/games/torcs");
        Directory.CreateDirectory(Path.Combine(libraries, "lib"));
        Directory.CreateDirectory(Path.Combine(data, "tracks/oval/oval"));
        Directory.CreateDirectory(Path.Combine(data, "cars/p406"));
        File.WriteAllText(Path.Combine(data, "tracks/oval/oval/oval.xml"), "");
        File.WriteAllText(Path.Combine(data, "cars/p406/p406.xml"), "");
        File.WriteAllText(Path.Combine(libraries, "lib/libclient.so"), version);
        WriteProgram(Path.Combine(libraries, "torcs-bin"), script);
    }

    private static void WriteProgram(string path, string script)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        const UnixFileMode runs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, runs);
    }

    private (int Code, string Error, string Output) Run(string[] arguments, params (string, string)[] variables)
    {
        using Process command = Start(arguments, variables);
        string output = command.StandardOutput.ReadToEnd(), error = command.StandardError.ReadToEnd();
        command.WaitForExit();
        return (command.ExitCode, error, output);
    }

    private Process Start(string[] arguments, params (string Name, string Value)[] variables)
    {
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path).StartsWith("dotnet", StringComparison.Ordinal)
            ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "asyncrl.dll"), .. arguments])
        {
            WorkingDirectory = _directory.FullPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
