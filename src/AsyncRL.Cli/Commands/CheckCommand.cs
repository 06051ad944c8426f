using System.CommandLine;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl check</c>: checks whether an environment keeps the contract of environments.</summary>
internal sealed class CheckCommand : ExampledCommand
{
    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string> _environment = new("ENVIRONMENT") { Description = "The environment to check, or FILE.dll:TYPE." };
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "OPTION=VALUE",
        Description = "Set an option of the environment; repeatable.",
    };

    internal CheckCommand(ConsoleHost consoleHost)
        : base(
            "check",
            "Check that an environment keeps its contract: seeds repeat episodes, states are saved, numbers are finite, and so on.",
            [
                "Exit code 1: the environment breaks its contract. A remark names something unusual that may be intended.",
                "FILE.dll:TYPE is an environment of your own assembly. EnvironmentChecker of AsyncRL.Environments checks it in a program.",
            ],
            [
                "asyncrl check catch",
                "asyncrl check cartpole --set time-limit=50",
                "asyncrl check MyGames.dll:Maze --json",
                "asyncrl check gymnasium:mymodule:MyEnv-v0",
            ])
    {
        _consoleHost = consoleHost;
        Add(_environment);
        Add(_set);
        Add(_json);
        SetAction(Check);
    }

    private int Check(ParseResult parsed)
    {
        (EnvironmentDescription description, object options) =
            NamedEnvironment.Read(parsed.GetValue(_environment)!, Assignments.Read(parsed.GetValue(_set) ?? []));
        IReadOnlyList<EnvironmentFinding> findings = EnvironmentChecker.Check(description, options);
        int faults = 0;
        foreach (EnvironmentFinding finding in findings) faults += finding.IsFault ? 1 : 0;
        if (parsed.GetValue(_json)) Json.Write(_consoleHost.Output, ToJson(description.Name, findings, faults));
        else WriteText(description.Name, findings, faults);
        return faults > 0 ? ExitCode.Failure : ExitCode.Success;
    }

    private void WriteText(string environment, IReadOnlyList<EnvironmentFinding> findings, int faults)
    {
        foreach (EnvironmentCheck check in EnvironmentChecker.Checks)
        {
            List<EnvironmentFinding> found = FindingsOf(check, findings);
            string verdict = found.Count == 0 ? "kept" : found.Exists(finding => finding.IsFault) ? "BROKEN" : "remark";
            _consoleHost.Output.WriteLine($"{verdict,-7} {check.Promise}");
            foreach (EnvironmentFinding finding in found) _consoleHost.Output.WriteLine($"        {finding.Sentence}");
        }

        string conclusion = faults == 0 ? "keeps its contract" : $"breaks its contract: {NumberText.Count(faults, "fault")}";
        _consoleHost.Output.WriteLine($"The environment {environment} {conclusion}.");
    }

    private static List<EnvironmentFinding> FindingsOf(EnvironmentCheck check, IReadOnlyList<EnvironmentFinding> findings)
    {
        var found = new List<EnvironmentFinding>();
        foreach (EnvironmentFinding finding in findings)
        {
            if (finding.Check == check.Name) found.Add(finding);
        }

        return found;
    }

    private static JsonObject ToJson(string environment, IReadOnlyList<EnvironmentFinding> findings, int faults) => new()
    {
        ["environment"] = environment,
        ["keepsContract"] = faults == 0,
        ["checks"] = Json.Array(EnvironmentChecker.Checks, check => new JsonObject
        {
            ["name"] = check.Name,
            ["promise"] = check.Promise,
            ["findings"] = Json.Array(FindingsOf(check, findings), finding => new JsonObject
            {
                ["fault"] = finding.IsFault,
                ["sentence"] = finding.Sentence,
            }),
        }),
    };
}
