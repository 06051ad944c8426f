using System.Diagnostics;
using AsyncRL.Environments.Checking;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>Environments and processes that fail while they run. The message names the environment, the moment and the reason.</summary>
public sealed class FaultTests
{
    private const string InStep = "in agent step 3 of an episode";

    [Theory]
    [InlineData("raises", "gymnasium:Trouble-v0", $"{InStep}, raised ValueError: the pole is gone.", "Traceback", "worlds.py")]
    [InlineData("dies", "gymnasium:Trouble-v0 ended with exit code 3", InStep, "Its last error text:", "the last words")]
    [InlineData("aborts", "gymnasium:Trouble-v0 was ended by signal 6", InStep, "Fatal Python error: Aborted", "in fail")]
    [InlineData("wrong-shape", "returned an observation of the shape (3,); expected (4,).", InStep)]
    [InlineData("nan", "The environment gymnasium:Trouble-v0 showed NaN as number 1 of the observation", InStep)]
    [InlineData("nan-reward", "The environment gymnasium:Trouble-v0 returned the reward NaN", InStep)]
    public void A_failure_names_the_environment_the_moment_and_the_reason(string what, params string[] parts)
    {
        string message = Fail($"make.what={what}", "make.at=3");
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    /// <summary>The second one computes without end and never looks at its input.</summary>
    [Theory]
    [InlineData("sleeps")]
    [InlineData("computes")]
    public void A_process_that_does_not_answer_in_time_is_ended(string what)
    {
        using IEnvironment environment = Bench.Make("Trouble-v0", $"make.what={what}", "answer-seconds=1");
        int process = Assert.Single(Children());
        string message = Assert.Throws<EnvironmentFaultException>(() => Bench.Play(environment, 5)).Message;
        Assert.Contains("did not answer within 1 seconds in agent step 3 of an episode; expected", message, StringComparison.Ordinal);
        Assert.Contains("larger option answer-seconds", message, StringComparison.Ordinal);
        Assert.True(ProcessTree.HasEnded(process));
    }

    [Fact]
    public void A_process_that_is_killed_is_reported()
    {
        using IEnvironment environment = Bench.Make("World-v0");
        Bench.Play(environment, 3);
        int process = Assert.Single(Children());
        Process.GetProcessById(process).Kill();
        string message = Assert.Throws<EnvironmentFaultException>(() => Bench.Play(environment, 3)).Message;
        Assert.StartsWith("The process of the environment gymnasium:World-v0 was ended by signal 9", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("sleeps")]
    public void Disposing_of_an_environment_ends_its_process(string what)
    {
        int process;
        using (IEnvironment environment = Bench.Make("Trouble-v0", $"make.what={what}"))
        {
            process = Assert.Single(Children());
            Bench.Play(environment, 2);
        }

        Assert.True(ProcessTree.HasEnded(process));
    }

    /// <summary>A program that the environment has started and never ends.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_process_that_ends_takes_along_what_its_environment_has_started(bool isKilled)
    {
        using IEnvironment environment = Bench.Make("Trouble-v0", "make.what=starts");
        int process = Assert.Single(Children()), started = Assert.Single(ProcessTree.ChildrenOf(process));
        if (isKilled) Process.GetProcessById(process).Kill();
        else environment.Dispose();
        Assert.True(ProcessTree.HasEnded(started));
    }

    /// <summary>Programs that answer, but not as the messages are described.</summary>
    [Theory]
    [InlineData("send(17, b'nonsense')", "sent spaces that cannot be read")]
    [InlineData("send(99, b'')", "sent a message of the kind 99 when it was made; expected the kind 17")]
    [InlineData("send(17, SPACES); send(18, bytes(12))", "sent an observation of 12 bytes at an episode's start; expected 8 bytes")]
    [InlineData("send(17, SPACES); send(18, bytes(8)); send(19, bytes(20))", "sent an observation of 4 bytes in agent step 1")]
    [InlineData("send(17, SPACES); os.write(1, b'\\xff' * 8)", "sent a message of 4294967295 bytes at an episode's start")]
    public void An_answer_of_another_form_is_refused(string answers, string expected)
    {
        using var directory = new TemporaryDirectory();
        string program = directory.At("fake.py");
        File.WriteAllText(program, $$"""
            import os, struct, sys, time
            SEEN = b'"observation": {"kind": "vector", "height": 1, "width": 1, "channels": 2}'
            SPACES = b'{' + SEEN + b', "action": {"kind": "discrete", "count": 3}, "framesPerStep": 1}'
            def send(kind, content):
                os.write(1, struct.pack("<IBxxx", len(content), kind) + content)
                time.sleep(0.2)
            os.write(1, b"ASYNCENV" + struct.pack("<I", 1))
            {{answers}}
            sys.stdin.buffer.read()
            """);
        string python = StandInPython.Write(directory, $"exec python3 {program}");
        string message = Assert.Throws<EnvironmentFaultException>(() =>
        {
            using IEnvironment environment = Bench.Make("World-v0", $"python={python}");
            Bench.Play(environment, 3);
        }).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("gymnasium:World-v0", message, StringComparison.Ordinal);
    }

    private static List<int> Children() => ProcessTree.ChildrenOf(Environment.ProcessId);

    private static string Fail(params string[] assignments)
    {
        using var environment = new CheckedEnvironment("gymnasium:Trouble-v0", Bench.Make("Trouble-v0", assignments));
        return Assert.Throws<EnvironmentFaultException>(() => Bench.Play(environment, 5)).Message;
    }
}
