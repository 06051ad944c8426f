using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>A task with the return that its preset must reach.</summary>
/// <param name="Title">Title of the task in the table.</param>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Algorithm">Name of the algorithm.</param>
/// <param name="Bar">Mean return of the final evaluation; value methods act greedily in it.</param>
internal sealed record BenchmarkTask(string Title, string Environment, string Algorithm, double Bar)
{
    /// <summary>Number of actor-learners of the simulated execution; 0 for threads.</summary>
    internal int SimulatedActors { get; init; }

    /// <summary>Number of threads, if the execution is not simulated.</summary>
    internal int Threads { get; init; } = 2;

    /// <summary>Name of the network if it is not the network of the environment's own preset.</summary>
    internal string? Network { get; init; }

    /// <summary>Options in addition to those of the preset.</summary>
    internal Dictionary<string, string> Assignments { get; init; } = [];

    /// <summary>The schedule of the actor-learners, as text.</summary>
    internal string ScheduleText => SimulatedActors > 0 ? $"simulated, {SimulatedActors} actors"
        : Threads == 1 ? "1 thread" : $"{Threads} threads";

    /// <summary>All tasks.</summary>
    internal static IReadOnlyList<BenchmarkTask> All { get; } =
    [
        new("Catch", "catch", "a3c", 0.95),
        new("Catch", "catch", "one-step-q", 0.95),
        new("Catch", "catch", "one-step-sarsa", 0.95),
        new("Catch", "catch", "n-step-q", 0.95),
        new("Catch", "catch", "a2c", 0.98),
        new("Catch", "catch", "paac", 0.98),
        new("Catch", "catch", "ppo", 0.98),
        new("Catch", "catch", "impala", 0.98),
        new("Catch", "catch", "ga3c", 0.98),
        new("Catch", "catch", "dqn", 0.98) { Threads = 1 },
        new("Catch", "catch", "ape-x", 0.98) { Threads = 1 },
        new("Catch", "catch", "acer", 0.98) { Threads = 1 },
        new("Catch", "catch", "pgql", 0.98) { Threads = 1 },
        new("CartPole-v1", "cartpole", "a3c", 475),
        new("CartPole-v1", "cartpole", "one-step-q", 475) { SimulatedActors = 16 },
        new("CartPole-v1", "cartpole", "one-step-sarsa", 475) { SimulatedActors = 16 },
        new("CartPole-v1", "cartpole", "n-step-q", 475) { SimulatedActors = 16 },
        new("CartPole-v1", "cartpole", "n-step-q", 475),
        new("CartPole-v1", "cartpole", "a2c", 500),
        new("CartPole-v1", "cartpole", "ppo", 500),
        new("CartPole-v1", "cartpole", "impala", 500),
        new("CartPole-v1", "cartpole", "ga3c", 500),
        new("CartPole-v1", "cartpole", "dqn", 475) { Threads = 1 },
        new("CartPole-v1", "cartpole", "lin", 475) { Threads = 1 },
        new("CartPole-v1", "cartpole", "nfq", 475) { Threads = 1 },
        new("CartPole-v1", "cartpole", "acer", 475) { Threads = 1 },
        new("CartPole-v1", "cartpole", "pgql", 475) { Threads = 1 },
        new("MountainCar-v0", "mountain-car", "n-step-q", -110),
        new("Acrobot-v1", "acrobot", "a3c", -90),
        new("Acrobot-v1", "acrobot", "ppo", -80),
        new("Acrobot-v1", "acrobot", "a2c", -100),
        new("Acrobot-v1", "acrobot", "impala", -100),
        new("Pendulum-v1", "pendulum", "a3c-continuous", -200),
        new("Pendulum-v1", "pendulum", "ppo", -172),
        new("Pendulum-v1", "pendulum", "impala", -172),
        new("Pendulum-v1", "pendulum", "a2c", -172),
        new("Pendulum-v1", "pendulum", "ddpg", -160) { Threads = 1 },
        new("MountainCarContinuous-v0", "mountain-car-continuous", "a3c-continuous", 90),
        new("MountainCarContinuous-v0", "mountain-car-continuous", "a2c", 90),
        new("MountainCarContinuous-v0", "mountain-car-continuous", "ppo", 90),
        new("MountainCarContinuous-v0", "mountain-car-continuous", "ddpg", 90) { Threads = 1 },
        new("T-maze, corridor 10", "t-maze", "a3c", 0.95),
        new("T-maze, corridor 10", "t-maze", "a2c", 0.95),
        new("T-maze, corridor 10", "t-maze", "ppo", 0.95),
        new("T-maze, corridor 10", "t-maze", "impala", 0.95),
        new("T-maze, corridor 10", "t-maze", "ga3c", 0.95),
        new("T-maze, corridor 10", "t-maze", "r2d2", 0.95) { Threads = 1 },
        new("Catch seen once, 24 columns", "catch-once", "a3c", 0.9),
        new("Catch seen once, 24 columns", "catch-once", "ppo", 0.95),
        new("Catch seen once, 24 columns", "catch-once", "impala", 0.95),
    ];

    /// <summary>Resolves the task's run.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="evaluationEpisodes">Number of episodes of the final evaluation.</param>
    /// <returns>The configuration.</returns>
    internal TrainingConfiguration Configure(ulong seed, int evaluationEpisodes) => TrainingConfiguration.Resolve(new TrainingRequest
    {
        Environment = Environment,
        Algorithm = Algorithm,
        Network = Network,
        Execution = SimulatedActors > 0 ? "simulated" : "threads",
        Actors = SimulatedActors > 0 ? SimulatedActors : null,
        Threads = SimulatedActors > 0 ? null : Threads,
        Seed = seed,
        Assignments = new Dictionary<string, string>(Assignments) { ["evaluation-episodes"] = $"{evaluationEpisodes}" },
    });
}
