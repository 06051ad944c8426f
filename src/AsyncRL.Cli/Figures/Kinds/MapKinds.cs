using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Play;
using AsyncRL.Environments;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The best action over two numbers of the state.</summary>
internal sealed class PolicyMapKind : FigureKind
{
    private const int LongestName = 10;

    internal override string Name => "policy-map";

    internal override string Summary => "the best action over two numbers of the state, of tasks with few numbers";

    internal override string? WhyNot(TrainedRun run) => StateGrid.WhyNot(run)
        ?? (run.Configuration.Actions.Kind == ActionKind.MultiDiscrete
            ? $"An action of {run.Configuration.Environment.Name} is {run.Configuration.Actions}; expected a run with one choice or number."
            : null);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        StateGrid grid = StateGrid.Compute(context);
        ActionSpecification actions = context.Task.Actions;
        bool isChoice = actions.Kind == ActionKind.Discrete;
        (int columns, int rows) = (grid.Values.GetLength(0), grid.Values.GetLength(1));
        var best = new double[columns, rows];
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
                best[column, row] = isChoice ? LargestOf(grid.Choices[column, row]) : grid.Choices[column, row][0];
        }

        string number = grid.Kind == OutputKind.Mean ? "mean of the action" : "action";
        var scale = new ChartColorScale(isChoice ? "best action" : $"{number}, before its scaling");
        if (isChoice) scale = scale with { Names = NamesOf(actions) };
        Chart chart = grid.Draw(context, $"Best action: {context.Subject}", best, scale, dots: 7);
        return
        [
            new Figure(
                Name,
                "Best action",
                "The color is the action that the agent thinks best in every state with the two numbers of the "
                    + $"axes.{grid.OthersInWords()} The dots are states that it visits with drawn actions, whatever their other numbers "
                    + "are. The areas of a healthy agent are whole and have simple borders where there are dots, and in a symmetric task "
                    + "they are nearly symmetric. One color everywhere belongs to a policy that has collapsed; ragged areas where there "
                    + "are no dots mean nothing.",
                $"A map of the best action of {context.Task.Environment.Name} over {grid.Across.Name} and {grid.Up.Name}.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                grid.Data("action", best)),
        ];
    }

    private static int LargestOf(float[] choices)
    {
        int best = 0;
        for (int i = 1; i < choices.Length; i++) best = choices[i] > choices[best] ? i : best;
        return best;
    }

    private static List<string> NamesOf(ActionSpecification actions)
    {
        var names = new List<string>();
        for (int i = 0; i < actions.Count; i++) names.Add(actions.NameOf(i, LongestName));
        return names;
    }
}

/// <summary>The value function over two numbers of the state.</summary>
internal sealed class ValueMapKind : FigureKind
{
    internal override string Name => "value-map";

    internal override string Summary => "the value over two numbers of the state, of tasks with few numbers";

    internal override string? WhyNot(TrainedRun run) => StateGrid.WhyNot(run);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        StateGrid grid = StateGrid.Compute(context);
        var scale = new ChartColorScale(context.Names.Value);
        Chart chart = grid.Draw(context, $"Value function: {context.Subject}", grid.Values, scale, dots: 1);
        return
        [
            new Figure(
                Name,
                "Value function",
                $"The color is the {context.Names.Value} of every state with the two numbers of the "
                    + $"axes.{grid.OthersInWords()}{context.Names.Note} The dots are states that the agent visits with drawn "
                    + "actions, whatever their other numbers are. The value of a healthy agent changes smoothly where there are "
                    + "dots and is lowest where the task is nearly lost; where there are no dots it was never learned and means "
                    + "little. One color everywhere belongs to an agent that does not tell states apart.",
                $"A map of the value of {context.Task.Environment.Name} over {grid.Across.Name} and {grid.Up.Name}, with the visited "
                    + "states.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                grid.Data(context.Names.Column, grid.Values)),
        ];
    }
}
