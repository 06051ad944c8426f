using System.Globalization;
using System.Linq;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>What each pixel adds to the value and to the choice, in states of one game at which the value jumps.</summary>
internal sealed class IntegratedGradientsKind : FigureKind
{
    private const int States = 5, FrameSize = 170, LongestName = 16;

    internal override string Name => "integrated-gradients";

    internal override string Summary => "what each pixel adds to the value and to the choice, with its sign";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutPixels(run);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<PlayedStep> game = context.Game;
        List<PlayedStep> steps = [.. Jumps.Choose(game, States).Select(index => game[index])];
        var gradients = new IntegratedGradients(context.CreateNetwork(), context.Task.Actions, context.Task.Observation);
        var attributed = new List<Attributed>();
        foreach (PlayedStep step in steps)
        {
            context.Stop.ThrowIfCancellationRequested();
            context.Report((double)attributed.Count / steps.Count, "integrating gradients");
            (Attribution choice, Attribution value) = gradients.Compute(
                context.Run.Theta, step.Input!, SaliencyKind.BestOf(step, context.Task.Actions));
            attributed.Add(new Attributed(step, gradients.Blur(step.Input!.Observation), choice, value));
        }

        return
        [
            new Figure(
                Name,
                "What each pixel adds",
                Explanation(context, attributed),
                $"{steps.Count} frames of a game of {context.Task.Environment.Name}, the same frames blurred, and two maps of each: red "
                    + "where a pixel raises the value or the choice, blue where it lowers it.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(Draw(context, attributed)),
                Data(context.Task.Observation, attributed)),
        ];
    }

    private static string Draw(FigureContext context, List<Attributed> attributed)
    {
        ObservationSpecification shape = context.Task.Observation;
        int scale = Math.Max(1, FrameSize / Math.Max(shape.Width, shape.Height)), newest = (shape.Channels / shape.FrameChannels) - 1;
        (string letter, string choice) = (context.Names.Letter, SaliencyKind.SymbolOfChoice(context));
        var sheet = new ImageSheet($"What each pixel adds: {context.Subject}")
        {
            Columns =
            [
                .. attributed.Select(state => (string[])
                    [
                        .. CaptionOf(context, state.Step), Change(letter, state.Value), Change(choice, state.Choice),
                    ]),
            ],
            Bar = new ColorBar("lowers the output", "raises it", share => ColorScale.Diverging((2 * share) - 1)),
        };
        sheet.Add(["frame"], [.. attributed.Select(state => state.Step.Frame!.Enlarge(scale))]);
        sheet.Add(["blurred"], [.. attributed.Select(state => InputPictures.FrameOf(state.Blurred, shape, newest).Enlarge(scale))]);
        sheet.Add([letter], MapsOf(state => state.Value));
        sheet.Add([choice], MapsOf(state => state.Choice));
        return sheet.Draw();

        static string Change(string name, Attribution part) =>
            $"{name}: {NumberText.MeanReturn(part.Before)} → {NumberText.MeanReturn(part.After)}";

        Picture[] MapsOf(Func<Attributed, Attribution> part)
        {
            double full = SaliencyOverlay.PointOf(attributed.Select(state => Array.ConvertAll(part(state).Map, Math.Abs)));
            return
            [
                .. attributed.Select(state => Tiles.Draw(
                    [new Tile(shape.Width, shape.Height, part(state).Map)], 1, scale,
                    number => ColorScale.Diverging(full > 0 ? number / full : 0))),
            ];
        }
    }

    private static IEnumerable<string> CaptionOf(FigureContext context, PlayedStep step)
    {
        yield return $"episode {step.Episode}, step {step.AgentStep}";
        ActionSpecification actions = context.Task.Actions;
        if (actions.Kind == ActionKind.Discrete)
            yield return $"best: {actions.NameOf(SaliencyKind.BestOf(step, actions)[0], LongestName)}";
    }

    private static string Explanation(FigureContext context, List<Attributed> attributed)
    {
        string memory = context.Task.Network.IsRecurrent ? " The memory of the network stays as it was." : "";
        double error = attributed.Max(state => Math.Max(state.Value.Error, state.Choice.Error));
        ValueNames names = context.Names;
        return $"The columns are states of one game at which {names.Estimate} changed most.{names.NoteOfNetwork} The maps are integrated "
            + $"gradients (Sundararajan et al. 2017) of {names.Letter} and of {SaliencyKind.ChoiceOf(context)} along the straight path "
            + $"from the blurred frame to the frame, in {IntegratedGradients.Steps} steps. A pixel is red where it raises the output and "
            + "blue where it lowers it, and the sum of all pixels is the change that is written above the column; the "
            + $"largest error of the sums is {NumberText.Significant(error)}. Frames of a stack are blurred together and their "
            + "parts are added. Each row has one scale: the size below which 99.5 % of its pixels lie. What the blur does not "
            + $"change has no part, whatever the network has learned.{memory} A healthy agent has few strong places, at the things that "
            + "decide the game, and the signs make sense: a ball that will be caught raises the value, and one that will be missed "
            + "lowers it. Strong places all over the frame that cancel each other, with a small change above, belong to an agent that "
            + "has learned little.";
    }

    private static string Data(ObservationSpecification shape, List<Attributed> attributed)
    {
        var data = new CsvText("state", "episode", "agent_step", "row", "column", "choice", "value");
        for (int state = 0; state < attributed.Count; state++)
        {
            (PlayedStep step, _, Attribution choice, Attribution value) = attributed[state];
            for (int i = 0; i < choice.Map.Length; i++)
            {
                data.Add(
                    state, step.Episode, step.AgentStep, i / shape.Width, i % shape.Width, Short(choice.Map[i]), Short(value.Map[i]));
            }
        }

        return data.ToString();

        static string Short(float number) => number.ToString("G6", CultureInfo.InvariantCulture);
    }

    /// <summary>A state with its maps.</summary>
    private sealed record Attributed(PlayedStep Step, float[] Blurred, Attribution Choice, Attribution Value);
}
