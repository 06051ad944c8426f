using System.CommandLine;
using System.Linq;
using AsyncRL.Cli.Gradients;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Views;
using AsyncRL.Environments.Options;
using AsyncRL.Numerics.Gradients;
using AsyncRL.Numerics.Networks;
using AsyncRL.Randomness;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl gradcheck</c>: every gradient against central differences.</summary>
internal sealed class GradcheckCommand : ExampledCommand
{
    private static readonly GradientCheckOptions Small = new() { VariablesPerGroup = 200 };
    private static readonly GradientCheckOptions Large = new() { VariablesPerGroup = 30 };

    private readonly Surroundings _surroundings;
    private readonly TextOption _network = new(
        "--network", "NAME", "the name of a network", "Check this network only. Default: every layer, term and network.");

    private readonly NumberOption<ulong> _seed = new("--seed", "S", "Seed of the points at which gradients are compared. Default: 1.", 0);
    private readonly Option<bool> _json = JsonOption.Create();

    internal GradcheckCommand(Surroundings surroundings)
        : base(
            "gradcheck",
            "Compare the hand-written gradients with central differences, in double precision.",
            [
                "Checks samples of every layer and term, and every named network with the losses of all algorithms. "
                    + "The error is relative to the larger derivative.",
                "Exit code 1 if a gradient disagrees. Ctrl-C gives up, with exit code 130.",
            ],
            ["asyncrl gradcheck", "asyncrl gradcheck --network mnih2015 --seed 7", "asyncrl gradcheck --json"])
    {
        _surroundings = surroundings;
        Add(_network);
        Add(_seed);
        Add(_json);
        SetAction(CheckAll);
    }

    private int CheckAll(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var generator = new RandomGenerator(parsed.GetValue(_seed) ?? 1);
        List<(IDifferentiable Problem, GradientCheckOptions Options)> subjects = Subjects(parsed.GetValue(_network), generator);
        (TextWriter writer, bool isTerminal) = _surroundings.ProgressTarget(json);
        var progress = new ProgressLine(writer, isTerminal, _surroundings.Clock);
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

        return Conclude(_surroundings, reports, json);

        Action<int> ReportPart(int index, GradientCheckOptions options) => evaluations =>
        {
            IDifferentiable problem = subjects[index].Problem;
            double part = Math.Min(1, (double)evaluations / ExpectedEvaluations(problem, options));
            progress.Report((index + part) / subjects.Count, problem.Name);
        };
    }

    /// <summary>Writes what was found.</summary>
    /// <param name="surroundings">Where.</param>
    /// <param name="reports">What was found.</param>
    /// <param name="json">Whether as a document.</param>
    /// <returns>The exit code: failure if a gradient disagrees.</returns>
    internal static int Conclude(Surroundings surroundings, List<GradientReport> reports, bool json)
    {
        if (json) Json.Write(surroundings.Output, GradientResults.ToJson(reports));
        else GradientResults.Write(surroundings.CreateConsole(surroundings.Output, surroundings.OutputIsTerminal), reports);
        return reports.TrueForAll(r => r.Passed) ? ExitCode.Success : ExitCode.Failure;
    }

    private GradientReport Check(IDifferentiable problem, GradientCheckOptions options, RandomGenerator generator, Action<int> evaluated) =>
        GradientChecker.Check(new WatchedProblem(problem, evaluated, _surroundings.Signals.Await()), generator, options);

    private static List<(IDifferentiable Problem, GradientCheckOptions Options)> Subjects(string? name, RandomGenerator generator)
    {
        var subjects = new List<(IDifferentiable, GradientCheckOptions)>();
        if (name is null)
        {
            foreach (IDifferentiable layer in GradientSubjects.Layers(generator)) subjects.Add((layer, Small));
            foreach (IDifferentiable term in GradientSubjects.Terms(generator)) subjects.Add((term, Small));
        }

        foreach (NetworkDescription network in name is null ? NetworkCatalogue.All : [Find(name)])
        {
            foreach (IDifferentiable problem in GradientSubjects.Network(network))
                subjects.Add((problem, GradientSubjects.IsLarge(network) ? Large : Small));
        }

        return subjects;
    }

    private static NetworkDescription Find(string name) => NetworkCatalogue.Find(name) ?? throw new InputException(
        $"There is no network \"{name}\"; expected one of {string.Join(", ", NetworkCatalogue.All.Select(n => n.Name))}.");

    /// <summary>Two evaluations per comparison, and one per point.</summary>
    private static int ExpectedEvaluations(IDifferentiable problem, GradientCheckOptions options) =>
        1 + (2 * (options.Directions + problem.Groups.Sum(g => Math.Min(g.Length, options.VariablesPerGroup))));
}
