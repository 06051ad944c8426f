using System.Diagnostics;
using System.Linq;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The command as a process with children: no child is left, whichever side is killed. Linux lists them in /proc.</summary>
public sealed class EnvironmentProcessTests : IDisposable
{
    private const string Bridge = "AsyncRL.Environments.Gymnasium.dll";
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>The second child computes without end when its parent is killed. The third has started a program, which goes on.</summary>
    [Theory]
    [InlineData("make.what=none")]
    [InlineData("make.what=computes")]
    [InlineData("make.what=starts")]
    public void A_killed_command_leaves_no_process_of_an_environment(string trouble)
    {
        using Process command = Start("train", "gymnasium:Trouble-v0", "--threads", "2", "--agent-steps", "1000000000", "--set", trouble);
        using var guard = new Timer(_ => command.Kill(), null, LongestRun, Timeout.InfiniteTimeSpan);
        List<int> children = ChildrenOf(command);
        int expected = trouble == "make.what=starts" ? 4 : 2;
        List<int> all = [];
        long start = Stopwatch.GetTimestamp();
        while (all.Count < expected && Stopwatch.GetElapsedTime(start) < LongestRun)
        {
            Thread.Sleep(200);
            all = [.. children, .. children.SelectMany(ProcessTree.ChildrenOf)];
        }

        Assert.Equal(expected, all.Count);
        command.Kill();
        Assert.All(all, process => Assert.True(ProcessTree.HasEnded(process)));
    }

    [Fact]
    public void A_killed_process_of_an_environment_ends_the_run_which_is_saved_and_leaves_no_other()
    {
        using Process command = Start("train", "gymnasium:World-v0", "--threads", "2", "--agent-steps", "1000000000");
        using var guard = new Timer(_ => command.Kill(), null, LongestRun, Timeout.InfiniteTimeSpan);
        List<int> children = ChildrenOf(command);

        // The first report comes when both actor-learners play.
        command.StandardOutput.ReadLine();
        Process.GetProcessById(children[0]).Kill();
        string error = command.StandardError.ReadToEnd();
        command.WaitForExit();
        Assert.Equal(1, command.ExitCode);
        Assert.Contains("The process of the environment gymnasium:World-v0 was ended by signal 9", error, StringComparison.Ordinal);
        Assert.Contains("The last state is saved in runs/gymnasium-World-v0-a3c-1", error, StringComparison.Ordinal);
        Assert.All(children, child => Assert.True(ProcessTree.HasEnded(child)));
    }

    [Theory]
    [InlineData("catch", false)]
    [InlineData("gymnasium:World-v0", true)]
    public void The_assembly_of_the_bridge_is_loaded_only_for_its_environments(string environment, bool isLoaded)
    {
        using Process command = Start("train", environment, "--threads", "1", "--agent-steps", "1000000000");
        using var guard = new Timer(_ => command.Kill(), null, LongestRun, Timeout.InfiniteTimeSpan);
        command.StandardOutput.ReadLine();
        string maps = File.ReadAllText($"/proc/{command.Id}/maps");
        command.Kill();
        Assert.Contains("AsyncRL.Environments.dll", maps, StringComparison.Ordinal);
        Assert.Equal(isLoaded, maps.Contains(Bridge, StringComparison.Ordinal));
    }

    /// <summary>docs/asyncrl_env.py, in the system's Python.</summary>
    [Fact]
    public void The_module_for_Python_plays_built_in_environments()
    {
        string script = _directory.At("play.py");
        File.WriteAllText(script, $$"""
            import sys
            sys.path.insert(0, "{{Repository.PathOf("docs")}}")
            import asyncrl_env
            command = ("dotnet", "{{Path.Combine(AppContext.BaseDirectory, "asyncrl.dll")}}")

            def episode(env, seed, action):
                shown, _ = env.reset(seed=seed)
                seen, total, ended = [shown.tolist()], 0.0, False
                while not ended:
                    shown, reward, terminated, truncated, _ = env.step(action)
                    seen, total, ended = seen + [shown.tolist()], total + reward, terminated or truncated
                return seen, total, terminated, truncated

            catch = asyncrl_env.make("catch", command=command, rows=6, columns=5)
            print(catch.observation_space.shape, catch.observation_space.dtype, catch.action_space.n, catch.render_mode)
            print(episode(catch, 3, 1) == episode(catch, 3, 1), episode(catch, 3, 1) == episode(catch, 4, 1))
            try:
                catch.step(1)
            except RuntimeError as problem:
                print(problem)
            catch.close()
            cartpole = asyncrl_env.make("cartpole", command=command, time_limit=3)
            print(episode(cartpole, 1, 1)[1:], cartpole.observation_space.shape)
            cartpole.close()
            pendulum = asyncrl_env.make("pendulum", command=command)
            pendulum.reset(seed=1)
            print(pendulum.action_space.low.tolist(), pendulum.action_space.high.tolist(), len(pendulum.step([0.5])[0]))
            pendulum.close()
            pong = asyncrl_env.make("pong", command=command)
            pong.reset(seed=1)
            print(pong.observation_space.shape, pong.render_mode, pong.render().shape)
            pong.close()
            """);
        using Process python = Process.Start(
            new ProcessStartInfo("python3", script) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = python.StandardOutput.ReadToEnd(), error = python.StandardError.ReadToEnd();
        Assert.Equal("", error);
        Assert.Equal(
            """
            (6, 5, 1) uint8 3 None
            True False
            The environment raised InvalidOperationException: No episode is running; call Reset first.
            (3.0, False, True) (4,)
            [-2.0] [2.0] 3
            (84, 84, 4) rgb_array (210, 160, 3)

            """,
            output);
    }

    /// <summary>The checker of Gymnasium warns of vectors without bounds, which the built-in environments have.</summary>
    [RealGymnasiumTheory]
    [InlineData("catch")]
    [InlineData("cartpole")]
    [InlineData("mountain-car-continuous")]
    [InlineData("pong")]
    [InlineData("racer")]
    public void The_checker_of_Gymnasium_passes_built_in_environments(string name)
    {
        (string output, string error) = RealGymnasium.Run(_directory, $$"""
            import sys
            sys.path.insert(0, "{{Repository.PathOf("docs")}}")
            import asyncrl_env
            from gymnasium.utils.env_checker import check_env
            env = asyncrl_env.make("{{name}}", command=("dotnet", "{{Path.Combine(AppContext.BaseDirectory, "asyncrl.dll")}}"))
            check_env(env)
            print("passed")
            """);
        Assert.True(output == "passed\n", error);
    }

    [RealGymnasiumFact]
    public void A_run_trains_on_Gymnasium_itself()
    {
        string run = _directory.At("run");
        CommandLine.Run(
            "train", "gymnasium:CartPole-v1", "--threads", "2", "--agent-steps", "3000", "--set", "evaluation-episodes=2",
            "--set", $"python={RealGymnasium.WritePython(_directory)}", "--output", run).AssertSucceeded();
        CommandLine.Run("evaluate", run, "--episodes", "2").AssertSucceeded();
    }

    [Theory]
    [InlineData("serve-environment", "The argument ENVIRONMENT is missing")]
    [InlineData("serve-environment cach", "There is no environment \"cach\"; did you mean catch")]
    [InlineData("serve-environment catch --set rows=no", "The option rows is \"no\"")]
    public void Wrong_input_of_the_server_is_refused(string line, string sentence) =>
        CommandLine.Run(line.Split(' ')).AssertRefused(sentence);

    [Fact]
    public void The_server_is_not_for_a_terminal() => CommandLine.Run(new CommandOptions { Keys = "" }, "serve-environment", "catch")
        .AssertRefused("The command serve-environment speaks with a program, but standard input or output is a terminal;");

    /// <summary>Waits until the training has begun, and with it the process of each of the two actor-learners.</summary>
    private static List<int> ChildrenOf(Process command)
    {
        Assert.StartsWith("Training ", command.StandardOutput.ReadLine(), StringComparison.Ordinal);
        List<int> children;
        do children = ProcessTree.ChildrenOf(command.Id);
        while (children.Count < 2 && !command.HasExited);
        return children;
    }

    private Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "asyncrl.dll"), .. arguments])
        {
            WorkingDirectory = _directory.FullPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
