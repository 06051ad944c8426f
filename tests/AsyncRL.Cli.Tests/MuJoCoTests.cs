using System.Diagnostics;
using AsyncRL.Environments.MuJoCo;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Tests;

/// <summary>Tasks of MuJoCo on the command line. What needs the library is skipped where the library is missing.</summary>
public sealed class MuJoCoTests : IDisposable
{
    private const string Assembly = "AsyncRL.Environments.MuJoCo.dll";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [InstalledFact]
    public void It_trains_evaluates_and_continues()
    {
        string run = _directory.At("run");
        CommandLine.Run(
            "train", "mujoco:reacher", "--threads", "2", "--agent-steps", "4000", "--set", "evaluation-episodes=2", "--output", run)
            .AssertSucceeded();
        CommandLine.Run("evaluate", run, "--episodes", "3").AssertSucceeded();
        Assert.Equal(0, CommandLine.Run("train", "--resume", run, "--agent-steps", "8000").ExitCode);
        CommandLine.Run("train", "--resume", run, "--set", "frame-skip=3").AssertRefused("frame-skip");
        CommandLine.Run("train", "--resume", run, "--agent-steps", "9000", "--set", "library=libmujoco.so.2.2.2")
            .AssertRefused("because the process has loaded");
    }

    [InstalledFact]
    public void Lists_show_the_task_and_whether_the_bridge_can_be_used()
    {
        CommandLine.Run("list", "mujoco").AssertPrinted("mujoco:TASK", "usable: MuJoCo ");
        CommandLine.Run("list", "mujoco:cheetah").AssertPrinted("vector 17", "6 real numbers from -1 to 1", "frame-skip", "library");
        CommandLine.Run("list", "mujoco:model").AssertRefused("The option model is empty");
        CommandLine.Run("check", "mujoco:pendulum").AssertPrinted("The environment mujoco:pendulum keeps its contract.");
    }

    [InstalledTheory]
    [InlineData("mujoco:reachr", "There is no task of MuJoCo \"reachr\"; did you mean reacher?")]
    [InlineData("mujoco:", "There is no task of MuJoCo \"\"; expected one of cartpole, pendulum")]
    [InlineData("mujoco:model", "The option model is empty; expected the path of an MJCF file, by --set model=FILE.")]
    [InlineData("mujoco:model --set model=none.xml", "There is no model file none.xml; expected the path of an MJCF file.")]
    [InlineData("mujoco:model --set model=/etc/passwd", "The model /etc/passwd cannot be loaded: XML parse error")]
    [InlineData("mujoco:reacher --set frame-skip=0", "The option frame-skip is \"0\"; expected a whole number from 1 to 1000.")]
    [InlineData("mujoco:reacher --set reward.alive=1", "There is no option \"reward.alive\"")]
    [InlineData("mujoco:reacher --set library=/dev/null", "because the process has loaded libmujoco")]
    public void Wrong_input_is_one_sentence(string line, string sentence)
    {
        CommandLine.Run("list", "mujoco").AssertSucceeded();
        CommandLine.Run(["train", .. line.Split(' ')]).AssertRefused(sentence);
    }

    /// <summary>A process of its own, because a process has one library.</summary>
    [Theory]
    [InlineData("/nowhere/libmujoco.so", "The library /nowhere/libmujoco.so cannot be loaded (there is no such file); expected the path")]
    [InlineData("/etc/passwd", "The library /etc/passwd cannot be loaded (", "expected the path of libmujoco 2.2.2, or 2.3.6 or later.")]
    public void A_library_that_cannot_be_used_is_one_sentence(string library, params string[] parts)
    {
        if (!File.Exists("/etc/passwd")) return;
        (int code, string error, _) = Run(library, "train", "mujoco:reacher");
        Assert.Equal(2, code);
        Assert.All(parts, part => Assert.Contains(part, error, StringComparison.Ordinal));
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        (code, _, string output) = Run(library, "list", "mujoco");
        Assert.Equal(0, code);
        Assert.Contains("missing: The library", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("catch", false)]
    [InlineData("mujoco:reacher", true)]
    public void The_assembly_is_loaded_only_for_its_environments(string environment, bool isLoaded)
    {
        using Process command = Start(null, "train", environment, "--threads", "1", "--agent-steps", "1000000000");
        using var guard = new Timer(_ => command.Kill(), null, TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan);
        command.StandardOutput.ReadLine();
        string maps = command.HasExited ? "" : File.ReadAllText($"/proc/{command.Id}/maps");
        command.Kill();
        if (isLoaded && InstalledFactAttribute.Missing is not null) return;
        Assert.Equal(isLoaded, maps.Contains(Assembly, StringComparison.Ordinal));
        Assert.Equal(isLoaded, maps.Contains("libmujoco", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mujoco:cartpole")]
    [InlineData("mujoco:pendulum")]
    [InlineData("mujoco:reacher")]
    [InlineData("mujoco:cheetah")]
    public void Tasks_have_settings_of_their_own(string environment) =>
        Assert.Equal((environment, true), (Preset.For(environment).Environment, Preset.For(environment).IsKnown));

    private (int Code, string Error, string Output) Run(string? library, params string[] arguments)
    {
        using Process command = Start(library, arguments);
        string output = command.StandardOutput.ReadToEnd(), error = command.StandardError.ReadToEnd();
        command.WaitForExit();
        return (command.ExitCode, error, output);
    }

    private Process Start(string? library, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "asyncrl.dll"), .. arguments])
        {
            WorkingDirectory = _directory.FullPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (library is not null) start.Environment["ASYNCRL_MUJOCO_LIBRARY"] = library;
        return Process.Start(start)!;
    }
}

/// <summary>A test that needs the library of MuJoCo.</summary>
internal sealed class InstalledFactAttribute : FactAttribute
{
    public InstalledFactAttribute() => Skip = Missing;

    /// <summary>Why MuJoCo cannot be used; null if it can.</summary>
    internal static string? Missing { get; } =
        MuJoCoBridge.FindState() is { } state && state.StartsWith("usable", StringComparison.Ordinal) ? null : MuJoCoBridge.FindState();
}

/// <summary>The same for a test with cases.</summary>
internal sealed class InstalledTheoryAttribute : TheoryAttribute
{
    public InstalledTheoryAttribute() => Skip = InstalledFactAttribute.Missing;
}
