using System.Globalization;
using System.Linq;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>Inputs that make the value, the choices and the filters of later convolutions large, found by gradient ascent.</summary>
internal sealed class MaximiseKind : FigureKind
{
    private const int SheetWidth = 760, LargestTile = 120, MostActions = 8;

    internal override string Name => "maximise";

    internal override string Summary => "inputs that make the value, the actions and later filters large";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutPixels(run);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        var mean = MeanFrame.Of(context);
        List<Target> targets = TargetsOf(context, mean);
        List<Target>? untrained = context.Run.DrewParameters ? TargetsOf(context, mean, context.Task.DrawParameters().ToArray()) : null;
        var figures = new List<Figure> { Draw(context, mean, targets, untrained) };
        figures.AddRange(FilterInputs.Make(context, Name));
        return figures;
    }

    /// <summary>Climbs for the value upwards and downwards, and for each action.</summary>
    private static List<Target> TargetsOf(FigureContext context, MeanFrame mean, float[]? theta = null)
    {
        float[] parameters = theta ?? context.Run.Theta;
        AgentReader reader = context.CreateReader();
        var ascent = new InputAscent(context.Task.Observation);
        ActionSpecification actions = context.Task.Actions;
        int choices = actions.Kind == ActionKind.Discrete ? Math.Min(actions.Count, MostActions) : 0;
        var targets = new List<Target>();
        foreach (int sign in (int[])[1, -1])
        {
            (float[] input, float output) = Climb((gradient, _) =>
            {
                reader.DifferentiateValue(parameters, gradient);
                for (int i = 0; i < gradient.Length && sign < 0; i++) gradient[i] = -gradient[i];
                return sign * reader.Value(0);
            });
            string value = context.Names.Letter, name = sign > 0 ? $"largest {value}" : $"smallest {value}";
            targets.Add(new Target(name, $"{value} = {NumberText.Return(sign * output)}", input));
        }

        for (int action = 0; action < choices; action++)
        {
            int own = action;
            (float[] input, float output) = Climb((gradient, numbers) =>
            {
                reader.DifferentiateChoice(parameters, [own], gradient);
                return ObjectiveOf(reader.Kind, numbers, own);
            });
            string text = reader.Kind == OutputKind.Policy ? $"π = {NumberText.Percent(Math.Exp(output))} %"
                : $"{(reader.Kind == OutputKind.Dueling ? "A" : $"{context.Names.OfActionLetter} − mean")} = {NumberText.Return(output)}";
            targets.Add(new Target(actions.NameOf(action), text, input));
        }

        return targets;

        (float[] Input, float Output) Climb(Func<float[], float[], float> differentiate)
        {
            context.Report((double)targets.Count / (choices + 2), "climbing to outputs");
            var numbers = new float[reader.Choices];
            var slope = new float[mean.Input.Observation.Length];
            return ascent.Climb(
                mean.Input.Observation,
                (input, gradient) =>
                {
                    input.CopyTo(reader.Set(0, mean.Input));
                    reader.Forward(parameters);
                    reader.ReadChoices(0, numbers);
                    float output = differentiate(slope, numbers);
                    slope.CopyTo(gradient);
                    return output;
                },
                context.Stop);
        }
    }

    /// <summary>log π(a) of a policy, and otherwise the number of the choice.</summary>
    private static float ObjectiveOf(OutputKind kind, float[] numbers, int action)
    {
        if (kind != OutputKind.Policy) return numbers[action];
        double largest = numbers.Max(), sum = 0;
        foreach (float number in numbers) sum += Math.Exp(number - largest);
        return (float)(numbers[action] - largest - Math.Log(sum));
    }

    private Figure Draw(FigureContext context, MeanFrame mean, List<Target> targets, List<Target>? untrained)
    {
        ObservationSpecification shape = context.Task.Observation;
        int tile = Math.Clamp(SheetWidth / (targets.Count + 1), 1, LargestTile), scale = Math.Max(1, tile / shape.Width);
        int frames = shape.Channels / shape.FrameChannels;
        List<string[]> columns = [["mean frame", $"{context.Names.Letter} = {NumberText.Return(mean.Value)}"]];
        foreach (Target target in targets) columns.Add([target.Name, target.Output]);
        var sheet = new ImageSheet($"Inputs that make outputs large: {context.Subject}")
        {
            Columns = columns,
            Bar = new ColorBar("−1 (darker)", "+1 (brighter than the mean frame)", share => ColorScale.Diverging((2 * share) - 1)),
        };
        List<float[]> inputs = [mean.Input.Observation, .. targets.Select(target => target.Input)];
        for (int frame = 0; frame < frames; frame++)
        {
            int shown = frame;
            sheet.Add(NameOf(frame, frames), [.. inputs.Select(input => InputPictures.FrameOf(input, shape, shown).Enlarge(scale))]);
        }

        AddDifferences(["difference", "of the newest"], targets);
        if (untrained is not null) AddDifferences(["the same", "before", "training"], untrained);

        return new Figure(
            Name,
            "Inputs that make outputs large",
            Explanation(context, untrained is not null),
            $"The mean frame of a game of {context.Task.Environment.Name}, and beside it inputs that make the value largest and "
                + "smallest, and each action most probable or best.",
            FigureFormat.Svg,
            System.Text.Encoding.UTF8.GetBytes(sheet.Draw()),
            Data(shape, columns, inputs));

        void AddDifferences(string[] label, List<Target> shown) => sheet.Add(
            label, [.. inputs[..1].Concat(shown.Select(target => target.Input)).Select(DifferenceOf)]);

        Picture DifferenceOf(float[] input) => InputPictures.Difference(input, mean.Input.Observation, shape).Enlarge(scale);
    }

    private static string[] NameOf(int frame, int frames) =>
        frames == 1 ? ["input"] : frame == frames - 1 ? ["newest", "frame"] : [$"{frames - 1 - frame} before"];

    private static string Explanation(FigureContext context, bool hasBeginning)
    {
        string memory = context.Task.Network.IsRecurrent ? " The memory of the network is empty." : "";
        string beginning = hasBeginning ? " The last row is the same for the parameters with which the run began." : "";
        return $"Each column but the first is an input that gradient ascent made from the mean frame of a game, in {InputAscent.Passes} "
            + "passes along the derivative of an output by the pixels, with a pull back towards the mean frame (Erhan et al. 2009; "
            + $"Simonyan et al. 2013). The output is written above it.{context.Names.NoteOfNetwork} No game shows such inputs; they show "
            + "what the network looks for. The row of differences has red where a pixel of the newest frame became brighter and blue "
            + $"where it became darker.{memory}{beginning} "
            + "The columns of a healthy agent have forms that mean something in the game, such as a ball near the side to which an action "
            + "moves, and different forms for different actions. Fine noise all over the frame as before training, columns that look "
            + "alike, or an output that hardly differs from that of the mean frame belong to an agent that has learned little.";
    }

    private static string Data(ObservationSpecification shape, List<string[]> columns, List<float[]> inputs)
    {
        var data = new CsvText(["row", "column", "channel", .. columns.Select(column => column[0])]);
        for (int i = 0; i < shape.Size; i++)
        {
            int pixel = i / shape.Channels, place = i;
            data.Add(
                [pixel / shape.Width, pixel % shape.Width, i % shape.Channels,
                    .. inputs.Select(input => (object)input[place].ToString("G4", CultureInfo.InvariantCulture))]);
        }

        return data.ToString();
    }

    private sealed record Target(string Name, string Output, float[] Input);
}
