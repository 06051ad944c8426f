using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Studies;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Running;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl study</c>: runs an experiment of many runs that a file describes.</summary>
internal sealed class StudyCommand : ExampledCommand
{
    internal const string CommandName = StudySettings.StudyCommand;

    private const string Extension = ".json";

    private readonly ConsoleHost _consoleHost;
    private readonly StudyOptions _options = new();
    private readonly Argument<string?> _study = new("NAME|FILE|DIR")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "a study of --list, the file of one, or the directory of one that was begun",
    };

    private readonly Option<bool> _list = new("--list") { Description = "List the studies that come with the program." };

    internal StudyCommand(ConsoleHost consoleHost)
        : base(
            CommandName,
            "Run a study: many runs that a file describes, with tables and figures over seeds.",
            [
                "A study trains every arm on every task, with every combination of the options that it varies and every seed. Runs of one "
                    + "thread are trained side by side, runs of several threads one after another. DIR receives study.json, results.csv "
                    + "with a row for each run, figures, report.html, study.md, and the runs, which play, report and compare read. "
                    + "docs/studies.md describes the file.",
                "After Ctrl-C, SIGTERM or a kill the same command continues: ended runs are not repeated, and begun runs are resumed. "
                    + "A run whose training failed is a result; remove its directory to repeat it.",
                "Exit code 1: a run could not be trained for another reason than its own learning. Exit code 2: wrong input.",
            ],
            [
                "asyncrl study --list",
                "asyncrl study robustness --dry-run",
                "asyncrl study robustness",
                "asyncrl study my-study.json --output runs/studies/mine --side-by-side 4",
                "asyncrl study learning-speed --only a3c,n-step-q --budget-share 0.1 --output runs/studies/short",
                "asyncrl study runs/studies/mine",
            ])
    {
        _consoleHost = consoleHost;
        Add(_study);
        Add(_list);
        _options.AddTo(this, hasArms: true);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string? word = parsed.GetValue(_study);
        if (parsed.GetValue(_list)) return List(word, parsed.GetValue(_options.Json));
        if (word is null)
        {
            throw new InputException(
                $"No study is given; expected one of {string.Join(", ", BuiltInStudies.Names)}, a file, or the directory of a study.");
        }

        (StudyDefinition study, double share, string output) = Find(word, parsed);
        StudySettings settings = _options.Read(parsed, CommandName, share);
        var work = new StudyWork(_consoleHost, settings);
        if (parsed.GetValue(_options.DryRun)) return work.Describe(study);
        string command = $"{OwnCommand.Default} {CommandName} {NumberText.Quoted(word)}{_options.Repeat(parsed, output)}";
        return work.Run(study, output, _consoleHost.ForProgram(command));
    }

    private (StudyDefinition Study, double BudgetShare, string Output) Find(string word, ParseResult parsed)
    {
        string? given = parsed.GetValue(_options.Output);
        double? share = _options.ShareOf(parsed);
        if (Directory.Exists(word))
        {
            if (!StudyDirectory.IsStudy(word))
            {
                throw new InputException(
                    $"The directory {word} holds no {StudyDirectory.ManifestName}; expected the directory of a study.");
            }

            (StudyDefinition known, double before) = StudyDirectory.Read(word);
            return (known, share ?? (given is null ? before : 1), given ?? word);
        }

        bool isFile = File.Exists(word) || word.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
        string name = isFile ? Path.GetFileNameWithoutExtension(word) : BuiltInName(word);
        StudyDefinition study = isFile ? StudyReader.Read(ReadText(word), word) : BuiltInStudies.Read(name);
        return (study, share ?? 1, given ?? Path.Combine("runs", "studies", name));
    }

    private static string BuiltInName(string word) => Names.Match(word, BuiltInStudies.Names)
        ?? throw new InputException(Names.Unknown("study", word, BuiltInStudies.Names, "asyncrl study --list"));

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = File.Exists(path) ? "cannot be read" : "does not exist";
            throw new InputException($"The study file {path} {reason}; expected a JSON file that describes a study.", problem);
        }
    }

    private int List(string? word, bool json)
    {
        string[] names = word is null ? [.. BuiltInStudies.Names] : [BuiltInName(word)];
        StudyPlan[] plans = [.. names.Select(name => StudyPlan.Of(BuiltInStudies.Read(name)))];
        if (json)
        {
            Json.Write(_consoleHost.Output, new JsonObject
            {
                ["studies"] = Json.Array(names.Zip(plans), pair => new JsonObject
                {
                    ["name"] = pair.First,
                    ["title"] = pair.Second.Study.Title,
                    ["source"] = pair.Second.Study.Source,
                    ["runs"] = pair.Second.Runs,
                    ["agentSteps"] = pair.Second.AgentSteps,
                }),
            });
            return ExitCode.Success;
        }

        int width = names.Max(name => name.Length);
        foreach ((string name, StudyPlan plan) in names.Zip(plans))
        {
            string source = plan.Study.Source.Length > 0 ? $"{plan.Study.Source}. " : "";
            _consoleHost.Output.WriteLine(
                $"{name.PadRight(width)}  {plan.Study.Title}. {source}{NumberText.Count(plan.Runs, "run")}, "
                + $"{NumberText.Count(plan.AgentSteps)} agent steps.");
        }

        return ExitCode.Success;
    }
}
