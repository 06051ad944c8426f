using System.Text.Json.Nodes;
using AsyncRL.Environments;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Cli.Tests;

/// <summary><c>asyncrl check</c>.</summary>
public sealed class CheckTests
{
    [Fact]
    public void A_sound_environment_keeps_every_promise()
    {
        CommandResult result = CommandLine.Run("check", "cartpole", "--set", "time-limit=50");
        result.AssertSucceeded();
        foreach (EnvironmentCheck check in EnvironmentChecker.Checks) result.AssertPrinted($"kept    {check.Promise}");
        result.AssertPrinted("The environment cartpole keeps its contract.");
    }

    [Fact]
    public void What_may_be_meant_so_is_a_remark_and_no_failure()
    {
        CommandResult result = CommandLine.Run("check", "null", "--set", "height=2", "--set", "width=2", "--set", "episode-length=0");
        result.AssertSucceeded();
        result.AssertPrinted("remark  Episodes end", "        An episode did not end within 100000 agent steps.");
    }

    [Fact]
    public void Json_has_every_check_with_its_findings()
    {
        CommandResult result = CommandLine.Run(
            "check", "null", "--set", "height=2", "--set", "width=2", "--set", "episode-length=0", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Document["keepsContract"]!.GetValue<bool>());
        JsonArray checks = result.Document["checks"]!.AsArray();
        Assert.Equal(EnvironmentChecker.Checks.Count, checks.Count);
        foreach (JsonNode? check in checks)
        {
            bool isRemarked = check!["name"]!.GetValue<string>() == "longest-episode";
            Assert.Equal(isRemarked ? 1 : 0, check["findings"]!.AsArray().Count);
        }
    }

    [Fact]
    public void An_environment_of_an_assembly_is_checked()
    {
        string assembly = typeof(CheckTests).Assembly.Location;
        CommandResult result = CommandLine.Run("check", $"{assembly}:{nameof(ShortLine)}");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("BROKEN  An agent step before a reset", result.Output, StringComparison.Ordinal);
        CommandLine.Run("check", $"{assembly}:ShortLin").AssertRefused("has no environment \"ShortLin\"", nameof(ShortLine));
        CommandLine.Run("train", assembly).AssertRefused($"The name {assembly} has no type; expected one of", $"{assembly}:ShortLine");
        CommandLine.Run("train", "nowhere.dll").AssertRefused("There is no file", "nowhere.dll");
    }

    [Fact]
    public void An_environment_of_an_assembly_is_listed()
    {
        string assembly = typeof(CheckTests).Assembly.Location;
        CommandResult result = CommandLine.Run("list", $"{assembly}:{nameof(ShortLine)}");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("short-line", result.Output, StringComparison.Ordinal);
        CommandLine.Run("list", assembly).AssertRefused($"The name {assembly} has no type; expected one of", $"{assembly}:ShortLine");
        Assert.Contains("FILE.dll:TYPE", CommandLine.Run("train", "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_environment_or_option_is_refused()
    {
        string all = string.Join(", ", Array.ConvertAll([.. EnvironmentCatalogue.All], environment => environment.Name));
        CommandLine.Run("check", "chess").AssertRefused($"There is no environment \"chess\"; expected one of {all}.");
        CommandLine.Run("check").AssertRefused(
            "The argument ENVIRONMENT is missing; expected the environment to check, or FILE.dll:TYPE.");
        CommandLine.Run("check", "cartpol").AssertRefused("There is no environment \"cartpol\"; did you mean cartpole");
        CommandLine.Run("check", "cartpole", "--set", "wind=3").AssertRefused("There is no option of cartpole \"wind\"", "time-limit");
        CommandLine.Run("check", "cartpole", "--set", "time-limit=0").AssertRefused("time-limit", "at least 1");
    }
}

/// <summary>An environment that <c>check</c> finds in this assembly. It accepts agent steps before a reset.</summary>
public sealed class ShortLine : IEnvironment
{
    private int _position;

    public ObservationSpecification Observation => ObservationSpecification.Vector(1);

    public ActionSpecification Actions { get; } = ActionSpecification.Discrete(2);

    public void Reset(Observation observation) => observation.Values[0] = _position = 0;

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        observation.Values[0] = ++_position;
        return new StepOutcome(action.Choice, Terminated: _position >= 5, Truncated: false);
    }
}
