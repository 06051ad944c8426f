using System.Linq;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The value and the policy along a game when a frame of the stack is replaced by the newest one.</summary>
internal sealed class StackedFramesKind : FigureKind
{
    private const int MostSteps = 160, LargePanel = 220, SmallPanel = 130;

    internal override string Name => "stacked-frames";

    internal override string Summary => "how much the value and the choice change without each older frame of the stack";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutPixels(run)
        ?? (FrameOcclusion.FramesOf(run.Configuration.Observation) > 1
            ? null
            : $"The agent of {run.Configuration.Environment.Name} sees one frame at a time; expected a run whose agent sees several "
                + "(option stack).");

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        var occlusion = new FrameOcclusion(context.CreateNetwork(), context.Task.Actions, context.Task.Observation);
        IReadOnlyList<PlayedStep> game = GamePart.Around(
            context.Game, Jumps.Choose(context.Game, 1)[0], MostSteps / 2, MostSteps);
        var changes = new List<FrameChange[]>();
        foreach (PlayedStep step in game)
        {
            context.Stop.ThrowIfCancellationRequested();
            context.Report((double)changes.Count / game.Count, "replacing frames");
            changes.Add(occlusion.Compute(context.Run.Theta, step.Input!));
        }

        string[] names = NamesOf(occlusion.Frames);
        (string letter, string choices) = (context.Names.Letter, ChangeOfChoices(context));
        var values = new ChartPanel(new ChartAxis(context.Names.Axis)) { Height = LargePanel };
        values.Series.Add(new ChartLine(GameLine.Of(game, i => changes[i][^1].Value)) { Name = names[^1], Color = 7, Dashes = 1 });
        values.Series.Add(new ChartLine(GameLine.Of(game, i => game[i].Value)) { Name = "all frames", Color = 0 });
        var ofValue = new ChartPanel(new ChartAxis($"change of {letter}") { Low = 0 }) { Height = SmallPanel };
        var ofChoices = new ChartPanel(new ChartAxis(choices) { Low = 0 }) { Height = SmallPanel };
        for (int frame = 0; frame < names.Length; frame++)
        {
            int own = frame;
            bool isAll = frame == names.Length - 1;
            ofValue.Series.Add(LineOf(own, isAll, i => ChangeOfValue(game[i], changes[i][own])));
            ofChoices.Series.Add(LineOf(own, isAll, i => changes[i][own].ChoiceChange));
        }

        var axis = new ChartAxis(GameLine.AxisOf(game, game.Count < context.Game.Count)) { Low = 0, High = game.Count - 1 };
        var chart = new Chart($"Without a frame of the stack: {context.Subject}", axis) { Panels = { values, ofValue, ofChoices } };
        return
        [
            new Figure(
                Name,
                "Without a frame of the stack",
                Explanation(context, game, changes, names),
                $"The value over {game.Count} agent steps of {context.Task.Environment.Name} with all {occlusion.Frames} frames and with "
                    + "the newest alone, and the changes of value and choice without each older frame.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                Data(context, game, changes, names)),
        ];

        // The newest frame alone is the dashed line of all panels.
        ChartLine LineOf(int frame, bool isAll, Func<int, double> change) => new(GameLine.Of(game, change))
        {
            Name = names[frame],
            Color = isAll ? 7 : frame + 1,
            Dashes = isAll ? 1 : 0,
        };
    }

    /// <summary>The older frames, and then all of them together.</summary>
    private static string[] NamesOf(int frames) =>
    [
        .. Enumerable.Range(0, frames - 1).Select(frame => frames - 1 - frame).Select(
            age => age == 1 ? "without the frame before" : $"without the frame {age} before"),
        "with the newest frame alone",
    ];

    private static double ChangeOfValue(PlayedStep step, FrameChange change) => Math.Abs(change.Value - step.Value);

    private static string ChangeOfChoices(FigureContext context) => context.CreateReader().Kind switch
    {
        OutputKind.Policy => "moved probability",
        OutputKind.ActionValues => $"change of {context.Names.OfActionLetter} − mean",
        OutputKind.Dueling => "change of A",
        _ => "change of action",
    };

    private static string Explanation(FigureContext context, IReadOnlyList<PlayedStep> game, List<FrameChange[]> changes, string[] names)
    {
        string choices = context.CreateReader().Kind == OutputKind.Policy
            ? "the share of the probability that moves to other actions" : "the largest change of the number of an action";
        string memory = context.Task.Network.IsRecurrent ? " The memory of the network stays as it was." : "";
        (float low, float high) = (game.Min(step => step.Value), game.Max(step => step.Value));
        IEnumerable<string> means = names.Select((name, frame) =>
            $"{NumberText.Significant(changes.Select((change, i) => ChangeOfValue(game[i], change[frame])).Average())} {name}");
        string letter = context.Names.Letter;
        return "Along a game, each older frame of the stack is replaced by the newest one, and then all of them, so that nothing moves. "
            + $"The upper lines are {letter} with all frames and with the newest alone. Below are the changes of {letter}, and {choices}."
            + $"{context.Names.Note}{memory} On average {letter} changes by {string.Join(", ", means)}; with all frames it lies between "
            + $"{NumberText.Significant(low)} and {NumberText.Significant(high)}. An agent of a game in which motion decides has learned "
            + "it if the changes are largest where something flies towards the place that decides, and small otherwise. Changes near 0 all "
            + "the time belong to an agent that does not see motion, which is healthy only where one frame tells everything. Changes "
            + "as large as the range of the value all the time belong to an agent that has learned little: the value depends on chance.";
    }

    private static string Data(FigureContext context, IReadOnlyList<PlayedStep> game, List<FrameChange[]> changes, string[] names)
    {
        var data = new CsvText([
            "episode", "agent_step", context.Names.Column, .. names.Select(name => $"{context.Names.Column} {name}"),
            .. names.Select(name => $"{ChangeOfChoices(context)} {name}"),
        ]);
        for (int i = 0; i < game.Count; i++)
        {
            data.Add([
                game[i].Episode, game[i].AgentStep, game[i].Value, .. changes[i].Select(change => (object)change.Value),
                .. changes[i].Select(change => (object)change.ChoiceChange),
            ]);
        }

        return data.ToString();
    }
}
