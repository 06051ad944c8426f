using System.Globalization;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Environments;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>What the policy and the value depend on in one frame, in the course of the training.</summary>
internal sealed class AttentionOverTrainingKind : FigureKind
{
    private const int MostAgents = 6, FrameSize = 120;

    internal override string Name => "attention-over-training";

    internal override string Summary => "what the policy and the value depend on in one frame, in the course of the training";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutPixels(run) ?? Refusals.WithoutCourse(run);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<TrainedRun> agents = context.Run.ReadCourse(MostAgents);
        PlayedStep state = context.Game[Jumps.Choose(context.Game, 1)[0]];
        ObservationSpecification shape = context.Task.Observation;
        var perturbation = new PerturbationSaliency(context.CreateNetwork(), context.Task.Actions, shape);
        var jacobian = new JacobianSaliency(context.CreateNetwork(), context.Task.Actions, shape);
        int[] best = SaliencyKind.BestOf(state, context.Task.Actions);
        AgentReader reader = context.CreateReader();
        var ages = new List<Age>();
        foreach (TrainedRun agent in agents)
        {
            context.Stop.ThrowIfCancellationRequested();
            context.Report((double)ages.Count / agents.Count, "computing saliency");
            reader.Set(0, state.Input!);
            reader.Forward(agent.Theta);
            ages.Add(new Age(
                agent.AgentSteps, reader.Value(0), perturbation.Compute(agent.Theta, state.Input!),
                jacobian.Compute(agent.Theta, state.Input!, best)));
        }

        return
        [
            new Figure(
                Name,
                "What the agent looks at in the course of its training",
                Explanation(context, agents.Count),
                $"One frame of {context.Task.Environment.Name}, and two overlays for each of {agents.Count} times of the training: blue "
                    + "where the policy, red where the value depends on the frame.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(Draw(context, state, ages)),
                Data(shape, ages)),
        ];
    }

    private static string Draw(FigureContext context, PlayedStep state, List<Age> ages)
    {
        Picture frame = state.Frame!;
        int scale = Math.Max(1, FrameSize / Math.Max(frame.Width, frame.Height));
        List<string[]> columns = [[$"episode {state.Episode},", $"step {state.AgentStep}"]];
        string letter = context.Names.Letter;
        foreach (Age age in ages) columns.Add([$"T = {NumberText.Count(age.AgentSteps)}", $"{letter} = {NumberText.Return(age.Value)}"]);
        var sheet = new ImageSheet($"What the agent looks at in the course of its training: {context.Subject}")
        {
            Columns = columns,
            Keys = SaliencyKind.KeysOf(context),
        };
        sheet.Add(["perturbation"], [frame.Enlarge(scale), .. ages.ConvertAll(age => Overlay(age.Perturbation))]);
        sheet.Add(["derivative"], [frame.Enlarge(scale), .. ages.ConvertAll(age => Overlay(age.Derivative))]);
        return sheet.Draw();

        Picture Overlay(SaliencyMap map) => SaliencyOverlay.Draw(
            frame, map.Policy, map.Value, SaliencyOverlay.PointOf([map.Policy]), SaliencyOverlay.PointOf([map.Value])).Enlarge(scale);
    }

    private static string Explanation(FigureContext context, int agents)
    {
        string kept = agents > 2 ? "" : " A run that is trained with keep-checkpoints has more columns.";
        string memory = context.Task.Network.IsRecurrent ? " The memory is that of the newest agent." : "";
        return "Each column is the same frame, in which the newest agent saw its value change most, with the parameters of another "
            + $"time T of the training in agent steps; {context.Names.Letter} is its value then.{context.Names.NoteOfNetwork} Blue "
            + "marks what the policy depends on, red what the value depends on, by perturbation (Greydanus et al. 2018) and by the "
            + "absolute derivatives by the pixels, as in the kind saliency. Each map has a scale of its own, so that its form counts "
            + $"and not its strength.{memory}{kept} The maps of a healthy agent change from the even background or noise of T = 0 to the "
            + "few things that decide the game, and then stay. Maps that stay as they were at T = 0 belong to an agent that has learned "
            + "nothing about this frame.";
    }

    private static string Data(ObservationSpecification shape, List<Age> ages)
    {
        var data = new CsvText(
            "agent_steps", "value", "row", "column", "perturbation_policy", "perturbation_value", "derivative_choice", "derivative_value");
        foreach (Age age in ages)
        {
            for (int i = 0; i < age.Perturbation.Policy.Length; i++)
            {
                data.Add(
                    age.AgentSteps, age.Value, i / shape.Width, i % shape.Width, Short(age.Perturbation.Policy[i]),
                    Short(age.Perturbation.Value[i]), Short(age.Derivative.Policy[i]), Short(age.Derivative.Value[i]));
            }
        }

        return data.ToString();

        static string Short(float number) => number.ToString("G4", CultureInfo.InvariantCulture);
    }

    /// <summary>The maps at a time of the training.</summary>
    private sealed record Age(long AgentSteps, float Value, SaliencyMap Perturbation, SaliencyMap Derivative);
}
