using System.CommandLine;
using System.Linq;
using AsyncRL.Cli.Gradients;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Views;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl gradcheck</c>: compares every gradient with central differences.</summary>
internal sealed class GradcheckCommand : ExampledCommand
{
    private static readonly GradientCheckOptions Small = new() { VariablesPerGroup = 200 };
    private static readonly GradientCheckOptions Large = new() { VariablesPerGroup = 30 };

    private readonly ConsoleHost _consoleHost;
    private readonly TextOption _network = new(
        "--network", "NAME", "the name of a network", "Check this network only. Default: every layer, term and network.");

    private readonly TextOption _layer = new("--layer", "NAME", "the name of a layer", "Check this layer only.");
    private readonly TextOption _term = new("--term", "NAME", "the name of a term of the losses", "Check this term only.");
    private readonly NumberOption<ulong> _seed = new("--seed", "S", "Seed of the points at which gradients are compared. Default: 1.", 0);
    private readonly Option<bool> _json = JsonOption.Create();

    internal GradcheckCommand(ConsoleHost consoleHost)
        : base(
            "gradcheck",
            "Compare the hand-written gradients with central differences, in double precision.",
            [
                "Checks samples of every layer and term, and every named network with the losses of all algorithms. "
                    + "The error is relative to the larger derivative.",
                "Exit code 1 if a gradient disagrees. Ctrl-C ends the command with exit code 130.",
            ],
            ["asyncrl gradcheck", "asyncrl gradcheck --network mnih2015 --seed 7", "asyncrl gradcheck --layer lstm --json"])
    {
        _consoleHost = consoleHost;
        Add(_network);
        Add(_layer);
        Add(_term);
        Add(_seed);
        Add(_json);
        SetAction(CheckAll);
    }

    private int CheckAll(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var generator = new RandomGenerator(parsed.GetValue(_seed) ?? 1);
        List<(IDifferentiable Problem, GradientCheckOptions Options)> subjects = Subjects(parsed, generator);
        (TextWriter writer, bool isTerminal) = _consoleHost.ProgressTarget(json);
        var progress = new ProgressLine(writer, isTerminal, _consoleHost.Clock);
        var reports = new List<GradientReport>();
        try
        {
            for (int i = 0; i < subjects.Count; i++)
                reports.Add(Check(subjects[i].Problem, subjects[i].Options, generator, ReportPart(i, subjects[i].Options)));
        }
        finally
        {
            progress.Clear();
        }

        return Conclude(_consoleHost, reports, json);

        Action<int> ReportPart(int index, GradientCheckOptions options) => evaluations =>
        {
            IDifferentiable problem = subjects[index].Problem;
            double part = Math.Min(1, (double)evaluations / ExpectedEvaluations(problem, options));
            progress.Report((index + part) / subjects.Count, problem.Name);
        };
    }

    /// <summary>Writes the reports.</summary>
    /// <param name="consoleHost">Receives the output.</param>
    /// <param name="reports">The reports.</param>
    /// <param name="json">Whether to write a JSON document.</param>
    /// <returns>The exit code: failure if a gradient disagrees.</returns>
    internal static int Conclude(ConsoleHost consoleHost, List<GradientReport> reports, bool json)
    {
        if (json) Json.Write(consoleHost.Output, GradientResults.ToJson(reports));
        else GradientResults.Write(consoleHost.CreateConsole(consoleHost.Output, consoleHost.OutputIsTerminal), reports);
        return reports.TrueForAll(r => r.Passed) ? ExitCode.Success : ExitCode.Failure;
    }

    private GradientReport Check(IDifferentiable problem, GradientCheckOptions options, RandomGenerator generator, Action<int> evaluated) =>
        GradientChecker.Check(new ReportingProblem(problem, evaluated, _consoleHost.Signals.Await()), generator, options);

    /// <summary>The named problems, or all.</summary>
    private List<(IDifferentiable Problem, GradientCheckOptions Options)> Subjects(ParseResult parsed, RandomGenerator generator)
    {
        (string? network, string? layer, string? term) = (parsed.GetValue(_network), parsed.GetValue(_layer), parsed.GetValue(_term));
        bool isAll = network is null && layer is null && term is null;
        var subjects = new List<(IDifferentiable, GradientCheckOptions)>();
        if (isAll || layer is not null)
        {
            foreach (IDifferentiable problem in GradientSubjects.Layers(generator, layer)) subjects.Add((problem, Small));
        }

        if (isAll || term is not null)
        {
            foreach (IDifferentiable problem in GradientSubjects.Terms(generator, term)) subjects.Add((problem, Small));
        }

        if (isAll || network is not null) AddNetworks(subjects, network is null ? NetworkCatalogue.All : [NamedParts.Network(network)]);
        return subjects;
    }

    private static void AddNetworks(
        List<(IDifferentiable Problem, GradientCheckOptions Options)> subjects, IEnumerable<NetworkDescription> networks)
    {
        foreach (NetworkDescription network in networks)
        {
            foreach (IDifferentiable problem in GradientSubjects.Network(network))
                subjects.Add((problem, GradientSubjects.IsLarge(network) ? Large : Small));
        }
    }

    /// <summary>The number of evaluations: two per comparison, and one per point.</summary>
    private static int ExpectedEvaluations(IDifferentiable problem, GradientCheckOptions options) =>
        1 + (2 * (options.Directions + problem.Groups.Sum(g => Math.Min(g.Length, options.VariablesPerGroup))));
}
