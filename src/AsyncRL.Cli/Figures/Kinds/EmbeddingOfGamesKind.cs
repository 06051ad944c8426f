using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Play;
using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Charts;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The states that the agent visits before, during and after its training, in one plane.</summary>
internal sealed class EmbeddingOfGamesKind : FigureKind
{
    private const int MostAgents = 3;

    internal override string Name => "embedding-of-games";

    internal override string Summary => "the states that the agent visits before, during and after its training, in one plane";

    internal override string? WhyNot(TrainedRun run) => Refusals.WithoutCourse(run)
        ?? (run.Configuration.Network.IsRecurrent
            ? $"The network {run.Configuration.Network.Description.Name} has memory, which another agent cannot share; expected a run of a "
                + "network without memory."
            : null);

    internal override IReadOnlyList<Figure> Make(FigureContext context)
    {
        IReadOnlyList<TrainedRun> agents = context.Run.ReadCourse(MostAgents);
        int every = EmbeddingKind.EveryOf(context.Game), states = context.Settings.States / agents.Count;
        var seen = new List<SeenState>();
        for (int agent = 0; agent < agents.Count; agent++) seen.AddRange(Play(context, agents, agent, states, every));
        var embedding = StateEmbedding.Of(context, seen.ConvertAll(state => state.Hidden));
        Chart chart = embedding.Begin($"States by agent: {context.Subject}", null, state => seen[state].Thumbnail);
        for (int agent = 0; agent < agents.Count; agent++)
        {
            int own = agent;
            List<(double X, double Y)> points = [];
            for (int i = 0; i < seen.Count; i++)
            {
                if (seen[i].Agent == own) points.Add(embedding.Points[i]);
            }

            chart.Panels[0].Series.Add(new ChartDots(points)
            {
                Name = $"agent of step {NumberText.Count(agents[agent].AgentSteps)}",
                Color = agent,
                Radius = StateEmbedding.Radius,
                Opacity = 0.7,
            });
        }

        return
        [
            new Figure(
                Name,
                "States of agents before, during and after training (t-SNE)",
                "Every dot is a state that one of the agents visited with drawn actions; the color tells which. All states are placed by "
                    + $"the last hidden layer of the newest agent: {embedding.Method}. Distances between far clusters and the sizes of "
                    + "clusters mean nothing. The states of a healthy agent after training have parts of the plane that the agent before "
                    + "training never reaches, such as long rallies, and it has left others, such as early losses. If the colors are "
                    + "mixed everywhere, the trained agent sees what an untrained one sees: either it has learned little, or the task "
                    + "leads every agent through the same states.",
                $"{seen.Count} states of {context.Task.Environment.Name}, colored by the agent that visited them.",
                FigureFormat.Svg,
                System.Text.Encoding.UTF8.GetBytes(chart.Draw()),
                Data(agents, seen, embedding)),
        ];
    }

    /// <summary>Lets one agent play, and reads its states by the newest one, which normalizes them by its own moments.</summary>
    private static IEnumerable<SeenState> Play(
        FigureContext context, IReadOnlyList<TrainedRun> agents, int agent, int states, int every)
    {
        using var player = new GamePlayer(agents[agent], context.Settings.Seed ?? context.Task.Seed);
        string stage = $"playing games of agent step {NumberText.Count(agents[agent].AgentSteps)}";
        IReadOnlyList<PlayedStep> steps = player.Play(
            new PlaySettings { States = states, Every = every, KeepsInputs = true }, share => context.Report(share, stage), context.Stop);
        AgentReader reader = context.CreateReader();
        foreach (PlayedStep step in steps)
        {
            Span<float> seen = reader.Set(0, step.Input!);
            if (step.Raw is { } raw) context.Run.Normalization.Show(raw, seen);
            reader.Forward(context.Run.Theta);
            yield return new SeenState(
                agent, step.Episode, step.AgentStep, reader.StateValue(0), reader.Layer(reader.LastHidden, 0).ToArray(), step.Thumbnail);
        }
    }

    private static string Data(IReadOnlyList<TrainedRun> agents, List<SeenState> seen, StateEmbedding embedding)
    {
        var data = new CsvText("x", "y", "agent_of_step", "episode", "agent_step", "value");
        for (int i = 0; i < seen.Count; i++)
        {
            SeenState state = seen[i];
            data.Add(
                (float)embedding.Points[i].X, (float)embedding.Points[i].Y, agents[state.Agent].AgentSteps, state.Episode, state.AgentStep,
                state.Value);
        }

        return data.ToString();
    }

    /// <summary>A state, with its value and last hidden layer as the newest agent computes them.</summary>
    private sealed record SeenState(int Agent, int Episode, int AgentStep, float Value, float[] Hidden, Picture? Thumbnail);
}
