using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Synchronous;

/// <summary>
/// The members of a synchronous batch on one thread: a test takes their turns one after the other. The optimizer is momentum with α = 0, so
/// that its statistic is, bit for bit, the gradient applied last.
/// </summary>
internal sealed class SynchronousBench
{
    internal SynchronousBench(
        Algorithm algorithm,
        NetworkStructure structure,
        ScriptedTask[] tasks,
        int members,
        ulong seed,
        double learningRate = 0,
        string optimizer = "momentum-sgd",
        double clipNorm = 0,
        long lastAgentStep = 1_000_000,
        bool rateFalls = false,
        IMemberLink? link = null)
    {
        var generator = new RandomGenerator(seed);
        Structure = structure;
        Shared = Structures.Share(structure, Structures.Draw(structure, generator));
        Statistics = TestUpdates.Statistics(new OptimizerOptions { Optimizer = optimizer, Decay = 0, ClipNorm = clipNorm }, Shared);
        Session = new Session
        {
            Network = NetworkFactory.Single(structure, VectorChoice.Widest),
            Parameters = Shared,
            Optimizer = Statistics.Optimizer,
            SharedStatistics = Statistics,
            LearningRates = new Annealing(learningRate, rateFalls, lastAgentStep),
            ActorLearners = members,
            LastAgentStep = lastAgentStep,
            StopsAt = lastAgentStep,
            FramesPerAgentStep = 1,
            LongestEpisode = null,
            FusesUpdate = false,
            Measures = new Measures(),
            SharedEpisodes = null,
            Seed = seed,
            Link = link,
            CreateActor = index => new Actor(tasks[index], new NoOptions(), new RandomGenerator(seed).Split(1 + (ulong)index)),
            CreateStatistics = measures => new ActorStatistics(measures),
        };
        Workers = algorithm.CreateWorkers(Session);
    }

    internal NetworkStructure Structure { get; }

    internal SharedParameters Shared { get; }

    internal Session Session { get; }

    internal OptimizerStatistics Statistics { get; }

    internal IReadOnlyList<IWorker> Workers { get; }

    internal float[] Theta
    {
        get
        {
            var theta = new float[Shared.Length];
            Shared.Snapshot(theta);
            return theta;
        }
    }

    /// <summary>θ⁻.</summary>
    internal float[] Target
    {
        get
        {
            var target = new float[Shared.Length];
            Shared.ReadTarget(target);
            return target;
        }
    }

    /// <summary>The gradient applied last.</summary>
    internal float[] Gradient => Statistics.Block(0).ToArray();

    /// <summary>Takes turns until every member has finished a round.</summary>
    internal void RunRound()
    {
        const int MostPasses = 10_000;
        foreach (IWorker worker in Workers) Assert.True(worker.IsAtRest);
        int passes = 0;
        do
        {
            Assert.True(passes++ < MostPasses, "The members do not take the same steps.");
            foreach (IWorker worker in Workers)
            {
                if (!worker.IsAtRest || worker == Workers[0]) worker.Run();
            }
        }
        while (!Array.TrueForAll([.. Workers], worker => worker.IsAtRest));
    }
}
