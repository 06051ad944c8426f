using AsyncRL.Cli.Play;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The value function over two numbers of the state.</summary>
internal sealed class ValueMapKind : FigureKind
{
    internal override string Name => "value-map";

    internal override string Summary => "the value over two numbers of the state, of tasks with few numbers";

    internal override string? WhyNot(TrainedRun run) => StateGrid.WhyNot(run);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        StateGrid grid = StateGrid.Compute(context);
        Chart chart = grid.Draw(context, $"Value function: {context.Subject}", grid.Values, new ChartColorScale("value V"), dots: 1);
        return
        [
            new Figure(
                Name,
                "Value function",
                $"The color is the value V of every state with the two numbers of the axes.{grid.OthersInWords()} The dots are states "
                    + "that the agent visits with drawn actions, whatever their other numbers are. The value of a healthy agent changes "
                    + "smoothly where there are dots and is lowest where the task is nearly lost; where there are no dots it was never "
                    + "learned and means little. One color everywhere belongs to an agent that does not tell states apart.",
                $"A map of the value of {context.Task.Environment.Name} over {grid.Across.Name} and {grid.Up.Name}, with the visited "
                    + "states.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                grid.Data("value", grid.Values)),
        ];
    }
}
