using System.Globalization;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>What the policy and the value look at, in states of one game at which the value jumps.</summary>
internal sealed class SaliencyKind : FigureKind
{
    private const int States = 5, FrameSize = 170;
    private const string Title = "What the agent looks at";

    internal override string Name => "saliency";

    internal override string Summary => "what in the frame the policy and the value depend on";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutPixels(run);

    internal override Func<FigureContext, Figure> Animation => context => SaliencyAnimation.Make(context, Name, Title);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<PlayedStep> game = context.Game;
        IReadOnlyList<int> chosen = Jumps.Choose(game, States);
        ObservationSpecification shape = context.Task.Observation;
        var perturbation = new PerturbationSaliency(context.CreateNetwork(), context.Task.Actions, shape);
        var jacobian = new JacobianSaliency(context.CreateNetwork(), context.Task.Actions, shape);
        SaliencyMap[] perturbations = new SaliencyMap[chosen.Count], jacobians = new SaliencyMap[chosen.Count];
        for (int i = 0; i < chosen.Count; i++)
        {
            context.Stop.ThrowIfCancellationRequested();
            context.Report((double)i / chosen.Count, "computing saliency");
            PlayedStep step = game[chosen[i]];
            perturbations[i] = perturbation.Compute(context.Run.Theta, step.Input!);
            jacobians[i] = jacobian.Compute(context.Run.Theta, step.Input!, BestOf(step, context.Task.Actions));
        }

        var steps = new List<PlayedStep>();
        foreach (int index in chosen) steps.Add(game[index]);
        string svg = Draw(context, steps, perturbations, jacobians);
        return
        [
            new Figure(
                Name,
                Title,
                Explanation(context),
                $"{chosen.Count} frames of a game of {context.Task.Environment.Name}, and below each two overlays: blue where the "
                    + "policy, red where the value depends on the frame.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(svg),
                Data(shape, steps, perturbations, jacobians)),
        ];
    }

    /// <summary>The most probable choice of each dimension, or the best one.</summary>
    internal static int[] BestOf(PlayedStep step, ActionSpecification actions)
    {
        if (actions.Kind == ActionKind.Continuous) return [];
        ReadOnlySpan<int> counts = actions.Kind == ActionKind.MultiDiscrete ? actions.Choices : [actions.Count];
        var best = new int[counts.Length];
        for (int j = 0, first = 0; j < counts.Length; first += counts[j], j++)
        {
            for (int i = 1; i < counts[j]; i++)
            {
                if (step.Choices[first + i] > step.Choices[first + best[j]]) best[j] = i;
            }
        }

        return best;
    }

    private static string Draw(FigureContext context, List<PlayedStep> steps, SaliencyMap[] perturbations, SaliencyMap[] jacobians)
    {
        Picture first = steps[0].Frame!;
        int scale = Math.Max(1, FrameSize / Math.Max(first.Width, first.Height));
        var columns = new List<string[]>();
        foreach (PlayedStep step in steps)
        {
            columns.Add(
                [$"episode {step.Episode}, step {step.AgentStep}", $"{context.Names.Letter} = {NumberText.Return(step.NetworkValue)}"]);
        }

        var sheet = new ImageSheet($"What the agent looks at: {context.Subject}")
        {
            Columns = columns,
            Keys = KeysOf(context),
        };
        sheet.Add(["frame"], [.. steps.ConvertAll(step => step.Frame!.Enlarge(scale))]);
        sheet.Add(["perturbation"], Overlays(steps, perturbations, scale));
        sheet.Add(["derivative"], Overlays(steps, jacobians, scale));
        return sheet.Draw();
    }

    /// <summary>The meaning of the colors.</summary>
    internal static IReadOnlyList<(Rgb Color, string Meaning)> KeysOf(FigureContext context) =>
    [
        (SaliencyOverlay.PolicyColor, KeyOfChoices(context)),
        (SaliencyOverlay.ValueColor, "the value depends on these pixels"),
        (SaliencyOverlay.BothColor, "both depend on them"),
    ];

    private static string KeyOfChoices(FigureContext context) => context.CreateReader().Kind switch
    {
        OutputKind.ActionValues or OutputKind.Dueling => "the differences between the action values depend on these pixels",
        _ => "the policy depends on these pixels",
    };

    /// <summary>What the map of the choice is the derivative of.</summary>
    internal static string ChoiceOf(FigureContext context) => context.CreateReader().Kind switch
    {
        OutputKind.ActionValues => "the value of the best action, less the mean of all,",
        OutputKind.Dueling => "the advantage of the best action",
        OutputKind.Mean => "the mean action",
        OutputKind.Action => "the action",
        _ => "log π of the best action",
    };

    /// <summary>The same as a short symbol.</summary>
    internal static string SymbolOfChoice(FigureContext context) => context.CreateReader().Kind switch
    {
        OutputKind.ActionValues => $"{context.Names.OfActionLetter} − mean",
        OutputKind.Dueling => "A",
        OutputKind.Mean => "mean",
        OutputKind.Action => "action",
        _ => "log π",
    };

    private static Picture[] Overlays(List<PlayedStep> steps, SaliencyMap[] maps, int scale)
    {
        double policy = SaliencyOverlay.PointOf(Array.ConvertAll(maps, map => map.Policy));
        double value = SaliencyOverlay.PointOf(Array.ConvertAll(maps, map => map.Value));
        var overlays = new Picture[maps.Length];
        for (int i = 0; i < maps.Length; i++)
            overlays[i] = SaliencyOverlay.Draw(steps[i].Frame!, maps[i].Policy, maps[i].Value, policy, value).Enlarge(scale);
        return overlays;
    }

    private static string Explanation(FigureContext context)
    {
        bool isDueling = context.CreateReader().Kind == OutputKind.Dueling;
        string streams = isDueling ? " Red is the stream of the value, blue the stream of the advantages." : "";
        ValueNames names = context.Names;
        return $"The columns are states of one game at which {names.Estimate} changed most.{names.NoteOfNetwork} The second row blurs the "
            + "frame around one place after another (Greydanus et al. 2018); blue marks places whose blur changes the policy, red those "
            + $"that change {names.Letter}. The third row shows the absolute derivatives of {ChoiceOf(context)} and of {names.Letter} by "
            + "each pixel, summed over the frames of the stack. Each color has one scale per row: the number below which 99.5 % of the "
            + "pixels of the row lie." + streams
            + " A healthy agent looks at the few things that decide the game, such as the ball and its own bat. A map that marks the "
            + "whole frame alike, or only the score, belongs to an agent that has learned little or something else.";
    }

    private static string Data(ObservationSpecification shape, List<PlayedStep> steps, SaliencyMap[] perturbations, SaliencyMap[] jacobians)
    {
        var data = new CsvText(
            "state", "episode", "agent_step", "row", "column",
            "perturbation_policy", "perturbation_value", "derivative_choice", "derivative_value");
        for (int state = 0; state < steps.Count; state++)
        {
            for (int i = 0; i < perturbations[state].Policy.Length; i++)
            {
                data.Add(
                    state, steps[state].Episode, steps[state].AgentStep, i / shape.Width, i % shape.Width,
                    Short(perturbations[state].Policy[i]), Short(perturbations[state].Value[i]),
                    Short(jacobians[state].Policy[i]), Short(jacobians[state].Value[i]));
            }
        }

        return data.ToString();

        static string Short(float number) => number.ToString("G4", CultureInfo.InvariantCulture);
    }
}
