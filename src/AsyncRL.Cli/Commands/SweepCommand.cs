using System.Collections.Immutable;
using System.CommandLine;
using System.Linq;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Studies;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl sweep</c>: runs a study that the command line describes.</summary>
internal sealed class SweepCommand : ExampledCommand
{
    internal const string CommandName = "sweep";

    private readonly ConsoleHost _consoleHost;
    private readonly StudyOptions _options = new();
    private readonly RunSettingsOptions _runs = new();

    private readonly Option<string[]> _vary = new("--vary")
    {
        HelpName = "OPTION=VALUES",
        Description = "Vary an option: values such as 5,20, or a range low..high:KIND:n of n values, where log and lin draw them and "
            + "loggrid and lingrid space them; repeatable, all combine.",
    };

    private readonly Option<bool> _pair = new("--pair")
    {
        Description = "Change the options of several --vary together instead of combining them: a random search over several options.",
    };

    private readonly SeedsOption _seeds = new("The seeds; each combination has a run for each. Default: 1..5.");

    private readonly TextOption _score = new(
        "--score", "NAME", "the name of a score", $"The score of a run: {string.Join(", ", StudyDefinition.Scores)}. Default: final.");

    private readonly NumberOption<int> _best = new(
        "--best", "N", "Score an algorithm over its best N combinations of the varied options. Default: over all.", 1);

    private readonly NumberOption<int> _halve = new(
        "--halve",
        "N",
        "Successive halving: train all combinations for a few agent steps, and continue the best one of N, again and again to the end. "
            + "Default: train all to the end.",
        2);

    private readonly NumberOption<double> _bar = new(
        "--bar", "RETURN", "The mean return of 100 training episodes at which the task counts as learned.");

    internal SweepCommand(ConsoleHost consoleHost)
        : base(
            CommandName,
            "Sweep over options: train with every combination of values and every seed, and draw the scores.",
            [
                "The command writes a study, DIR/study.json, and runs it as asyncrl study does. Without --threads each run has one "
                    + "thread, and runs are trained side by side. Values of a range are drawn with a seed of their own; those of a longer "
                    + "range begin with those of a shorter one.",
                "After Ctrl-C, SIGTERM or a kill the same command continues. Exit codes are those of asyncrl study.",
            ],
            [
                "asyncrl sweep catch --algorithm a3c --vary learning-rate=1e-4..1e-2:log:50 --seeds 1",
                "asyncrl sweep catch --vary algorithm=a3c,n-step-q --vary learning-rate=1e-4..1e-2:log:50 --seeds 1,2 --best 5",
                "asyncrl sweep cartpole --vary learning-rate=1e-4..1e-1:log:27 --seeds 1,2 --halve 3",
                "asyncrl sweep catch --vary algorithm=a3c,n-step-q --vary t-max=5,20 --seeds 1..10 --output runs/studies/t-max",
                "asyncrl sweep cartpole --vary learning-rate=1e-4..1e-1:log:30 --vary entropy-weight=1e-4..1e-1:log:30 --pair --dry-run",
            ])
    {
        _consoleHost = consoleHost;
        _runs.AddTo(this);
        foreach (Option option in (Option[])[_vary, _pair, _seeds, _score, _best, _halve, _bar]) Add(option);
        _options.AddTo(this, hasArms: false);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        StudyDefinition study = ReadStudy(parsed);
        StudySettings settings = _options.Read(parsed, CommandName, _options.ShareOf(parsed) ?? 1);
        var work = new StudyWork(_consoleHost, settings);
        if (parsed.GetValue(_options.DryRun)) return work.Describe(study);
        string output = parsed.GetValue(_options.Output) ?? Path.Combine("runs", "studies", NameOf(study));
        string command = $"{OwnCommand.Default} {StudyCommand.CommandName} {NumberText.Quoted(output)}";
        return work.Run(study, output, _consoleHost.ForProgram(command));
    }

    private StudyDefinition ReadStudy(ParseResult parsed)
    {
        OptionsFile runs = _runs.Read(parsed);
        string environment = runs.Environment!;
        var task = new OptionsFile { Environment = environment, Assembly = runs.Assembly };
        string? score = parsed.GetValue(_score);
        if (score is not null && Names.Match(score, StudyDefinition.Scores) is null)
            throw new InputException($"The option {_score.Name} is \"{score}\"; {Names.Advice(score, StudyDefinition.Scores)}");
        ImmutableArray<ulong> seeds = parsed.GetValue(_seeds);
        string algorithm = runs.Algorithm ?? Training.Runs.Preset.For(environment).Algorithm;
        IReadOnlyDictionary<string, string> values = Assignments.Read(parsed.GetValue(_vary) ?? [], _vary.Name);
        VariedOption[] varied = [.. values.Select(pair => VariedOption.Read(pair.Key, pair.Value, 1))];
        return new StudyDefinition
        {
            Title = varied.Length == 0 ? $"{algorithm} on {environment}"
                : $"{environment}: {string.Join(", ", varied.Select(option => option.Name))}",
            Runs = runs,
            Tasks = [new StudyTask(environment, task) { Bar = parsed.GetValue(_bar) }],
            Arms = [new StudyArm(varied.Any(option => option.Name == "algorithm") ? "all" : algorithm, new OptionsFile())],
            Varied = [.. varied],
            IsPaired = parsed.GetValue(_pair),
            Seeds = seeds.IsDefault ? [1, 2, 3, 4, 5] : seeds,
            Best = parsed.GetValue(_best),
            Halve = parsed.GetValue(_halve),
            Score = score is null ? "final" : Names.Match(score, StudyDefinition.Scores)!,
        };
    }

    private static string NameOf(StudyDefinition study)
    {
        string[] parts = [study.Tasks[0].Name, study.Arms[0].Name, .. study.Varied.Select(option => option.Name)];
        return PathPart.Of(string.Join('-', parts));
    }
}
