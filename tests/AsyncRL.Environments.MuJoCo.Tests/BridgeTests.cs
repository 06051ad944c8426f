using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Native;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>The names of the tasks, and the state of the machine.</summary>
public class BridgeTests
{
    [Fact]
    public void Tasks_are_found_by_name()
    {
        Assert.Equal("mujoco:reacher", MuJoCoBridge.Describe("Reacher").Name);
        Assert.Equal(
            "There is no task of MuJoCo \"reachr\"; did you mean reacher?",
            Assert.Throws<InputException>(() => MuJoCoBridge.Describe("reachr")).Message);
        Assert.Contains("expected one of cartpole, pendulum", Assert.Throws<InputException>(() => MuJoCoBridge.Describe("")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_takes_its_own_default()
    {
        foreach (string task in (string[])[.. Bench.Tasks, "model"])
        {
            EnvironmentDescription description = MuJoCoBridge.Describe(task);
            OptionSet.Check(description.DefaultOptions);
            Assert.All(OptionSet.Describe(description.DefaultOptions), option => Assert.NotEmpty(option.Meaning));
        }
    }

    [MuJoCoFact]
    public void The_state_names_version_and_library()
    {
        MuJoCoBridge.Register();
        EnvironmentFamily family = EnvironmentCatalogue.FamilyOf("mujoco:reacher")!;
        Assert.StartsWith("usable: MuJoCo ", family.FindState(), StringComparison.Ordinal);
        Assert.Equal("mujoco:TASK", family.Form);
        Assert.All([.. Bench.Tasks, "model"], task => Assert.Contains(task, family.Summary, StringComparison.Ordinal));
    }

    [MuJoCoFact]
    public void A_process_has_one_library() => Assert.StartsWith(
        "The library other.so cannot be used, because the process has loaded ",
        Assert.Throws<InputException>(() => Bench.Make("pendulum", "library=other.so")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_process_that_has_a_library_keeps_it()
    {
        if (Installed.Missing is not null) return;
        Assert.Same(MuJoCoLibrary.Load(), MuJoCoLibrary.Load("AUTO"));
    }
}
