using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The saliency by perturbation over each frame of a part of a game, beside the value.</summary>
internal static class SaliencyAnimation
{
    private const int FrameSize = 336;

    /// <summary>Neither that of the policy nor that of the value.</summary>
    private static readonly Rgb ColorOfLine = new(236, 238, 242);

    /// <summary>Makes the figure.</summary>
    /// <param name="context">The run.</param>
    /// <param name="name">The name of the kind.</param>
    /// <param name="title">Its title.</param>
    internal static Figure Make(FigureContext context, string name, string title)
    {
        var animation = new GameAnimation(context, Jumps.Choose(context.Game, 1)[0], "the largest change of the value");
        var perturbation = new PerturbationSaliency(context.CreateNetwork(), context.Task.Actions, context.Task.Observation);
        var maps = new List<SaliencyMap>();
        foreach (PlayedStep step in animation.Part)
        {
            context.Stop.ThrowIfCancellationRequested();
            context.Report((double)maps.Count / animation.Part.Count, "computing saliency");
            maps.Add(perturbation.Compute(context.Run.Theta, step.Input!));
        }

        double policy = SaliencyOverlay.PointOf(maps.ConvertAll(map => map.Policy));
        double value = SaliencyOverlay.PointOf(maps.ConvertAll(map => map.Value));
        var screens = new List<Picture?>();
        for (int i = 0; i < maps.Count; i++)
        {
            Picture frame = animation.Part[i].Frame!;
            int scale = Math.Max(1, FrameSize / Math.Max(frame.Width, frame.Height));
            screens.Add(SaliencyOverlay.Draw(frame, maps[i].Policy, maps[i].Value, policy, value).Enlarge(scale));
        }

        GameCurve ofValue = animation.CurveOf(context.Names.Letter, step => step.NetworkValue) with { Color = ColorOfLine };
        var curves = new GameCurvesPicture(context.ShortSubject, [ofValue])
        {
            Begins = animation.Begins,
            Notes =
            [
                (SaliencyOverlay.PolicyColor, "changes the policy"), (SaliencyOverlay.ValueColor, $"changes {context.Names.Letter}"),
                (SaliencyOverlay.BothColor, "changes both"),
            ],
        };
        return animation.FigureOf(
            (name, title),
            $"Over each frame of the game lies the saliency by perturbation (Greydanus et al. 2018); beside it grows the line of "
                + $"{context.Names.Letter}.{context.Names.NoteOfNetwork} Blue marks places whose blur changes the policy or the "
                + $"differences between the action values, red those that change {context.Names.Letter}. Each color has one scale for the "
                + "whole animation: the number below which 99.5 % of the pixels lie. A healthy agent follows the few things that decide "
                + "the game, and the colors become strong shortly before it is decided. Colors that stay at one place, such as the "
                + "score, belong to an agent that has learned little.",
            animation.Draw(curves, screens),
            Data(animation.Part, maps));
    }

    /// <summary>The strength of the maps, because every pixel of every frame would be too much.</summary>
    private static string Data(IReadOnlyList<PlayedStep> part, List<SaliencyMap> maps)
    {
        var data = new CsvText("episode", "agent_step", "value", "perturbation_policy", "perturbation_value");
        for (int i = 0; i < maps.Count; i++)
            data.Add(part[i].Episode, part[i].AgentStep, part[i].NetworkValue, SumOf(maps[i].Policy), SumOf(maps[i].Value));
        return data.ToString();

        static double SumOf(float[] map)
        {
            double sum = 0;
            foreach (float number in map) sum += number;
            return sum;
        }
    }
}
