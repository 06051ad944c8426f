using System.Diagnostics;
using System.Globalization;
using AsyncRL.Environments.Checking;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Torcs.Tests;

/// <summary>Processes of TORCS that end, hang, or are left. Each environment is a process, and each episode a copy of it.</summary>
public sealed class ProcessTests
{
    [TorcsFact]
    public void A_race_that_is_killed_is_reported_with_its_moment()
    {
        using IEnvironment environment = Bench.Make("");
        (int process, int episode) = Begin(environment, agentSteps: 3);
        Process.GetProcessById(episode).Kill();
        string message = Assert.Throws<EnvironmentFaultException>(() => Bench.Play(environment, 5, seed: 1)).Message;
        Assert.StartsWith(
            "The process of the environment torcs:g-track-1 was ended by signal 9 in agent step 4 of an episode; expected an answer.",
            message, StringComparison.Ordinal);
        Assert.True(ProcessTree.HasEnded(process));
        Assert.Throws<EnvironmentFaultException>(() => environment.Reset(new Observation(environment.Observation)));
    }

    [TorcsFact]
    public void The_end_of_the_process_ends_the_episode()
    {
        using IEnvironment environment = Bench.Make("");
        (int process, int episode) = Begin(environment, agentSteps: 1);
        Process.GetProcessById(process).Kill();
        Assert.True(ProcessTree.HasEnded(episode));
        string message = Assert.Throws<EnvironmentFaultException>(() => Bench.Play(environment, 5, seed: 1)).Message;
        Assert.Contains("was ended by signal 9 in agent step 2 of an episode", message, StringComparison.Ordinal);
    }

    [TorcsFact]
    public void A_race_that_does_not_answer_is_ended()
    {
        using IEnvironment environment = Bench.Make("", "answer-seconds=0.5");
        (int process, int episode) = Begin(environment, agentSteps: 2);
        using (Process stop = Process.Start("kill", ["-STOP", episode.ToString(CultureInfo.InvariantCulture)])) stop.WaitForExit();
        string message = Assert.Throws<EnvironmentFaultException>(() => Bench.Play(environment, 5, seed: 1)).Message;
        Assert.StartsWith(
            "The environment torcs:g-track-1 did not answer within 0.5 seconds in agent step 3 of an episode; expected",
            message, StringComparison.Ordinal);
        Assert.True(ProcessTree.HasEnded(process));
        Assert.True(ProcessTree.HasEnded(episode));
    }

    [TorcsFact]
    public void Disposing_of_an_environment_leaves_no_process_and_no_file()
    {
        string[] before = Leftovers();
        int process, episode;
        using (IEnvironment environment = Bench.Make("", "opponents=2"))
        {
            Assert.Equal(before, Leftovers());
            (process, episode) = Begin(environment, agentSteps: 2);

            // It may be disposed of twice: the second time nothing happens.
            environment.Dispose();
        }

        Assert.True(ProcessTree.HasEnded(process));
        Assert.True(ProcessTree.HasEnded(episode));
        Assert.Equal(before, Leftovers());
    }

    [TorcsFact]
    public void Many_short_episodes_leave_one_process()
    {
        using IEnvironment environment = Bench.Make("");
        (int process, _) = Begin(environment, agentSteps: 1);
        var observation = new Observation(environment.Observation);
        for (int i = 0; i < 200; i++) environment.Reset(observation);
        Assert.Single(ProcessTree.ChildrenOf(process));
        Assert.Equal(process, Assert.Single(Races()));
    }

    /// <summary>The race of this test alone: the tests of this class run one after another.</summary>
    private static (int Process, int Episode) Begin(IEnvironment environment, int agentSteps)
    {
        Bench.Play(environment, agentSteps + 1, seed: 1);
        int process = Races()[^1];
        return (process, Assert.Single(ProcessTree.ChildrenOf(process)));
    }

    private static List<int> Races() => ProcessTree.ChildrenOf(Environment.ProcessId).FindAll(
        child => File.ReadAllText($"/proc/{child}/comm").StartsWith("torcs", StringComparison.Ordinal));

    private static string[] Leftovers() => Directory.GetDirectories(Path.GetTempPath(), "asyncrl-torcs-*");
}
