using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Environments;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The probabilities of the actions along a game, and their entropy.</summary>
internal sealed class PolicyKind : FigureKind
{
    private const int MostDimensions = 3, MostSteps = 160, StepsBefore = 120;

    internal override string Name => "policy";

    internal override string Summary => "the probabilities of the actions along a game, and their entropy";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutChoices(run) ?? (run.Configuration.CreateAgent().DrawsActions
        ? null
        : $"The agent of {run.Configuration.Algorithm.Name} always takes its best action and has no probabilities; expected the kind "
            + "action-values.");

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        // What follows a jump of the value was decided before it.
        IReadOnlyList<PlayedStep> game = GamePart.Around(context.Game, Jumps.Choose(context.Game, 1)[0], StepsBefore, MostSteps);
        ActionSpecification actions = context.Task.Actions;
        int[] counts = actions.Kind == ActionKind.MultiDiscrete ? actions.Choices.ToArray() : [actions.Count];
        var axis = new ChartAxis(GameLine.AxisOf(game, game.Count < context.Game.Count)) { Low = 0, High = game.Count - 1 };
        var chart = new Chart($"Policy along a game: {context.Subject}", axis);
        for (int j = 0, first = 0; j < Math.Min(counts.Length, MostDimensions); first += counts[j], j++)
            chart.Panels.Add(PanelOf(game, actions, first, counts[j], counts.Length == 1 ? "probability" : $"choice {j + 1}"));
        var entropy = new ChartPanel(new ChartAxis("entropy (nats)") { Low = 0 }) { Height = 100 };
        entropy.Series.Add(new ChartLine(GameLine.Of(game, i => game[i].Entropy)) { Color = 7 });
        double largest = 0;
        foreach (int count in counts) largest += Math.Log(count);
        entropy.Marks.Add(new ChartMark("uniform", largest));
        chart.Panels.Add(entropy);
        return
        [
            new Figure(
                Name,
                "Policy along a game",
                "The areas are the probabilities with which the agent draws each action along a game; together they are 1. Of a long "
                    + "game the part around the largest change of the value is shown. The line below is the entropy of all choices "
                    + "together: the dashed mark is that of a uniform policy, 0 is that of a certain one. A healthy policy is sure "
                    + "where the action matters and spread where it does not. One area that fills the whole picture is a policy that "
                    + "has collapsed; areas of equal height all the time belong to an agent that has learned nothing.",
                $"Stacked areas of {actions.TotalCount} probabilities over {game.Count} agent steps, with a line of their entropy below.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                Data(game, actions)),
        ];
    }

    private static ChartPanel PanelOf(IReadOnlyList<PlayedStep> game, ActionSpecification actions, int first, int count, string name)
    {
        var panel = new ChartPanel(new ChartAxis(name) { Low = 0, High = 1 }) { Height = 220 };
        var places = new double[game.Count];
        for (int i = 0; i < places.Length; i++) places[i] = i;
        var areas = new List<ChartArea>();
        for (int action = first; action < first + count; action++)
        {
            var heights = new double[game.Count];
            for (int i = 0; i < heights.Length; i++) heights[i] = game[i].Probabilities[action];
            areas.Add(new ChartArea(actions.NameOf(action), action, heights));
        }

        panel.Series.Add(new ChartAreas(places, areas));
        return panel;
    }

    private static string Data(IReadOnlyList<PlayedStep> game, ActionSpecification actions)
    {
        List<string> names = ["episode", "agent_step", "entropy"];
        for (int i = 0; i < actions.TotalCount; i++) names.Add($"p {actions.NameOf(i)}");
        var data = new CsvText([.. names]);
        foreach (PlayedStep step in game)
        {
            data.Add([
                step.Episode, step.AgentStep, step.Entropy, .. Array.ConvertAll(step.Probabilities, p => (object)p),
            ]);
        }

        return data.ToString();
    }
}
