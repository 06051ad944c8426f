using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>A task with the return that its preset is to reach.</summary>
/// <param name="Title">What people call it.</param>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Algorithm">Name of the algorithm.</param>
/// <param name="Bar">Mean return of the final evaluation; value methods act greedily there.</param>
internal sealed record BarredTask(string Title, string Environment, string Algorithm, double Bar)
{
    /// <summary>Actor-learners of the simulated schedule; 0 for two threads.</summary>
    internal int SimulatedActors { get; init; }

    /// <summary>The preset to use, where it is not the environment's own.</summary>
    internal string? Network { get; init; }

    /// <summary>Options besides the preset's.</summary>
    internal Dictionary<string, string> Assignments { get; init; } = [];

    /// <summary>How the actor-learners run.</summary>
    internal string ScheduleText => SimulatedActors > 0 ? $"simulated, {SimulatedActors} actors" : "2 threads";

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<BarredTask> All { get; } =
    [
        new("Catch", "catch", "a3c", 0.95),
        new("Catch", "catch", "one-step-q", 0.95),
        new("Catch", "catch", "one-step-sarsa", 0.95),
        new("Catch", "catch", "n-step-q", 0.95),
        new("CartPole-v1", "cartpole", "a3c", 475),
        new("CartPole-v1", "cartpole", "one-step-q", 475) { SimulatedActors = 16 },
        new("CartPole-v1", "cartpole", "one-step-sarsa", 475) { SimulatedActors = 16 },
        new("CartPole-v1", "cartpole", "n-step-q", 475) { SimulatedActors = 16 },
        new("CartPole-v1", "cartpole", "n-step-q", 475),
        new("MountainCar-v0", "mountain-car", "n-step-q", -110),
        new("Acrobot-v1", "acrobot", "a3c", -90),
        new("Pendulum-v1", "pendulum", "a3c-continuous", -200),
        new("MountainCarContinuous-v0", "mountain-car-continuous", "a3c-continuous", 90),
        new("T-maze, corridor 10", "t-maze", "a3c", 0.95),
        new("Catch seen once, 24 columns", "catch-once", "a3c", 0.9),
    ];

    /// <summary>Resolves the task's run.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="evaluationEpisodes">Episodes of the final evaluation.</param>
    /// <returns>The configuration.</returns>
    internal TrainingConfiguration Configure(ulong seed, int evaluationEpisodes) => TrainingConfiguration.Resolve(new TrainingRequest
    {
        Environment = Environment,
        Algorithm = Algorithm,
        Network = Network,
        Schedule = SimulatedActors > 0 ? "simulated" : "threads",
        Actors = SimulatedActors > 0 ? SimulatedActors : null,
        Threads = SimulatedActors > 0 ? null : 2,
        Seed = seed,
        Assignments = new Dictionary<string, string>(Assignments) { ["evaluation-episodes"] = $"{evaluationEpisodes}" },
    });
}
