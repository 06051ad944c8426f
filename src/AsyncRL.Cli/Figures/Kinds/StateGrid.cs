using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Charts;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>What an agent computes on a grid of states of a task with few numbers; all numbers but two are in their middle.</summary>
internal sealed class StateGrid
{
    private const int Cells = 41, MostCells = 400, VisitedStates = 800, Height = 440, HeightOfFewRows = 150, FewRows = 4;
    private const double DotRadius = 1.6;

    private StateGrid(IReadOnlyList<StateFact> facts, (int Across, int Up) axes, int columns, int rows)
    {
        (Facts, Axes) = (facts, axes);
        (Values, Choices) = (new double[columns, rows], new float[columns, rows][]);
    }

    /// <summary>What the numbers of the choices are.</summary>
    internal OutputKind Kind { get; private init; }

    /// <summary>The numbers of a state.</summary>
    internal IReadOnlyList<StateFact> Facts { get; }

    /// <summary>The two numbers of the grid.</summary>
    internal (int Across, int Up) Axes { get; }

    /// <summary>Whether the agent was shown the way to each state first.</summary>
    internal bool HasMemory { get; private init; }

    /// <summary>The number across.</summary>
    internal StateFact Across => Facts[Axes.Across];

    /// <summary>The number upwards.</summary>
    internal StateFact Up => Facts[Axes.Up];

    /// <summary>[column, row]: V.</summary>
    internal double[,] Values { get; }

    /// <summary>[column, row]: the numbers of the choices.</summary>
    internal float[,][] Choices { get; }

    /// <summary>The reason why a run has no such grid, in one sentence; null if it has.</summary>
    internal static string? WhyNot(TrainedRun run)
    {
        TrainingConfiguration task = run.Configuration;
        using Actor actor = MakeActor(run);
        if (actor.StateObserver is null)
        {
            return $"The observations of {task.Environment.Name} do not follow from a few numbers; expected a task such as cartpole, "
                + "mountain-car, pendulum, acrobot, t-maze or catch with single frames.";
        }

        var map = (IStateMap)actor.Facts!;
        if (task.Network.IsRecurrent && (task.Network.SideInputs > 0 || map.StatesBefore(Middles(map.Facts)) is null))
        {
            return $"The network {task.Network.Description.Name} has memory, so that its value depends on what it saw before; expected a "
                + "run of a network without memory, or of t-maze.";
        }

        int cells = Math.Max(CellsOf(map.Facts[map.Axes.Across]), CellsOf(map.Facts[map.Axes.Up]));
        return cells <= MostCells ? null
            : $"The map of {task.Environment.Name} would have {cells} cells in a row; expected at most {MostCells}.";
    }

    /// <summary>Computes a grid.</summary>
    internal static StateGrid Compute(FigureContext context)
    {
        using Actor actor = MakeActor(context.Run);

        // The normalization of observations is that of a running episode.
        actor.BeginEpisodeIfOver();
        var map = (IStateMap)actor.Facts!;
        StateObserver show = actor.StateObserver!;
        (StateFact across, StateFact up) = (map.Facts[map.Axes.Across], map.Facts[map.Axes.Up]);
        bool hasMemory = context.Task.Network.IsRecurrent;
        (int columns, int rows) = (CellsOf(across), CellsOf(up));
        var reader = new AgentReader(context.CreateNetwork(), context.Task.Actions, hasMemory ? 1 : rows);
        var grid = new StateGrid(map.Facts, map.Axes, columns, rows) { Kind = reader.Kind, HasMemory = hasMemory };
        var observation = new Observation(actor.ObservationSpecification);
        double[] facts = Middles(map.Facts);
        for (int column = 0; column < columns; column++)
        {
            context.Stop.ThrowIfCancellationRequested();
            facts[map.Axes.Across] = MiddleOfCell(across, column, columns);
            for (int row = 0; row < rows; row++)
            {
                facts[map.Axes.Up] = MiddleOfCell(up, row, rows);
                if (hasMemory) Recall(map.StatesBefore(facts)!);
                show(facts, observation);
                reader.Set(hasMemory ? 0 : row, observation);
                if (!hasMemory) continue;
                reader.Forward(context.Run.Theta);
                grid.Read(reader, 0, column, row);
            }

            if (hasMemory) continue;
            reader.Forward(context.Run.Theta);
            for (int row = 0; row < rows; row++) grid.Read(reader, row, column, row);
        }

        return grid;

        void Recall(IReadOnlyList<double[]> before)
        {
            reader.Forget();
            foreach (double[] state in before)
            {
                show(state, observation);
                reader.Set(0, observation);
                reader.Forward(context.Run.Theta);
                reader.Remember();
            }
        }
    }

    /// <summary>What the agent remembers, and the other numbers, which are in their middle; empty if there is neither.</summary>
    internal string OthersInWords()
    {
        string memory = HasMemory ? " The agent remembers the shortest way to the state." : "";
        double[] middles = Middles(Facts);
        var others = new List<string>();
        for (int i = 0; i < Facts.Count; i++)
        {
            if (i != Axes.Across && i != Axes.Up)
                others.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Facts[i].Name} = {middles[i]:0.##}"));
        }

        return others.Count == 0 ? memory : $"{memory} The other numbers are held: {string.Join(", ", others)}.";
    }

    /// <summary>Draws numbers of the grid, and the visited states over them.</summary>
    /// <param name="context">The run.</param>
    /// <param name="title">The title.</param>
    /// <param name="numbers">[column, row].</param>
    /// <param name="scale">What the colors show.</param>
    /// <param name="dots">The color of the visited states.</param>
    internal Chart Draw(FigureContext context, string title, double[,] numbers, ChartColorScale scale, int dots)
    {
        (double left, double right) = EdgesOf(Across);
        (double bottom, double top) = EdgesOf(Up);
        var panel = new ChartPanel(new ChartAxis(Up.Name) { Low = bottom, High = top, IsWhole = Up.IsWhole })
        {
            Height = numbers.GetLength(1) <= FewRows ? HeightOfFewRows : Height,
            Colors = scale,
        };
        panel.Series.Add(new ChartHeatMap(left, right, bottom, top, numbers));
        var visited = new HashSet<(double X, double Y)>();
        foreach (PlayedStep state in context.Play(new PlaySettings { States = VisitedStates }, "playing games"))
            visited.Add((state.Facts[Axes.Across], state.Facts[Axes.Up]));
        panel.Series.Add(new ChartDots([.. visited]) { Name = "states that the agent visits", Color = dots, Radius = DotRadius });
        return new Chart(title, new ChartAxis(Across.Name) { Low = left, High = right, IsWhole = Across.IsWhole }) { Panels = { panel } };
    }

    /// <summary>The numbers as CSV.</summary>
    internal string Data(string name, double[,] numbers)
    {
        var data = new CsvText(Across.Name, Up.Name, name);
        (int columns, int rows) = (numbers.GetLength(0), numbers.GetLength(1));
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++)
                data.Add(MiddleOfCell(Across, column, columns), MiddleOfCell(Up, row, rows), numbers[column, row]);
        }

        return data.ToString();
    }

    /// <summary>Keeps what the reader's last pass computed in one of its rows.</summary>
    private void Read(AgentReader reader, int from, int column, int row)
    {
        Choices[column, row] = new float[reader.Choices];
        reader.ReadChoices(from, Choices[column, row]);
        Values[column, row] = reader.StateValue(from);
    }

    private static Actor MakeActor(TrainedRun run)
    {
        TrainingConfiguration task = run.Configuration;
        RandomGenerator generator = new RandomGenerator(task.Seed).Split(RandomStreams.Pictures);
        return new Actor(task.Environment, task.EnvironmentOptions, generator, run.Normalization.WrapToPlay);
    }

    private static double[] Middles(IReadOnlyList<StateFact> facts)
    {
        var middles = new double[facts.Count];
        for (int i = 0; i < middles.Length; i++)
        {
            double middle = (facts[i].Low + facts[i].High) / 2;
            middles[i] = facts[i].IsWhole ? Math.Floor(middle) : middle;
        }

        return middles;
    }

    private static int CellsOf(StateFact fact) => fact.IsWhole ? (int)(fact.High - fact.Low) + 1 : Cells;

    private static (double Low, double High) EdgesOf(StateFact fact) =>
        fact.IsWhole ? (fact.Low - 0.5, fact.High + 0.5) : (fact.Low, fact.High);

    private static double MiddleOfCell(StateFact fact, int cell, int cells) =>
        fact.IsWhole ? fact.Low + cell : fact.Low + ((cell + 0.5) * (fact.High - fact.Low) / cells);
}
