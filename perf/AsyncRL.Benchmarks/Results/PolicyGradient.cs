using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// The learner of one choice of ψ at a θ that never changes. It plays episodes and sums the gradients of their segments. Learners of the
/// same seed and the same policy play the same episodes.
/// </summary>
internal sealed class PolicyGradient : IDisposable
{
    private readonly SharedParameters _shared;
    private readonly AlignedBlock<float> _theta;
    private readonly Actor _actor;
    private readonly ILearner _learner;
    private readonly NetworkStructure _structure;
    private readonly float[] _sum;

    /// <summary>Sets up the learner.</summary>
    /// <param name="configuration">A run of A3C.</param>
    /// <param name="theta">θ of a network with the same trunk and policy; numbers of other names are drawn.</param>
    /// <param name="source">The network of that θ.</param>
    /// <param name="seed">The seed of the episodes.</param>
    internal PolicyGradient(TrainingConfiguration configuration, ReadOnlySpan<float> theta, NetworkStructure source, ulong seed)
    {
        _structure = configuration.Network;
        _theta = new AlignedBlock<float>(_structure.Layout.BlockLength);
        Initializer initializer = Array.Find([.. Initializer.All], i => i.Name == configuration.Run.Initializer)!;
        initializer.Initialize(_structure.Layout, new RandomGenerator(seed), _theta.Span);
        foreach (ParameterSlice slice in _structure.Layout.Slices)
        {
            if (source.Layout.Slices.FirstOrDefault(other => other.Name == slice.Name) is { } same)
                same.Of(theta).CopyTo(slice.Of(_theta.Span));
        }

        _shared = new SharedParameters(_structure.Layout, SharingMode.Create("hogwild", configuration.VectorWidth)!);
        _shared.Restore(_theta.Span, 0, 0);
        var generator = new RandomGenerator(seed);
        _actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, generator, learns: true);
        _sum = new float[_shared.Length];
        _learner = ((IActorLearnerAlgorithm)configuration.Algorithm).CreateLearner(new AlgorithmContext
        {
            Network = NetworkFactory.Single(_structure, configuration.VectorWidth),
            Shared = _shared,
            Actor = _actor,
            Optimizer = new OptimizerStatistics(configuration.UpdateRule, _shared.Length),
            LearningRates = new Annealing(0, falls: false, configuration.AgentSteps),
            LastAgentStep = configuration.AgentSteps,
            FramesPerAgentStep = configuration.FramesPerAgentStep,
            LongestEpisode = configuration.LongestEpisode,
            Statistics = new ActorStatistics(),
        });
    }

    /// <summary>The return of the last episode.</summary>
    internal double Return => _actor.EpisodeReturn;

    /// <summary>θ.</summary>
    internal ReadOnlySpan<float> Theta => _theta.Span;

    /// <summary>The network.</summary>
    internal NetworkStructure Structure => _structure;

    /// <summary>Number of parameters of trunk and policy.</summary>
    internal int Length => _structure.Layout.Slices.Where(slice => !IsCritic(slice)).Sum(slice => slice.Length);

    /// <summary>Plays an episode and sums the gradients of its segments.</summary>
    internal void Play()
    {
        Array.Clear(_sum);
        do
        {
            _learner.Compute();
            ReadOnlySpan<float> gradient = _learner.Model.Gradient.Stored;
            for (int i = 0; i < _sum.Length; i++) _sum[i] += gradient[i];
        }
        while (!_actor.EpisodeIsOver);
    }

    /// <summary>Copies the gradient of trunk and policy, without the zeros between the parameters.</summary>
    internal void CopyTo(double[] gradient)
    {
        int i = 0;
        foreach (ParameterSlice slice in _structure.Layout.Slices)
        {
            if (IsCritic(slice)) continue;
            foreach (float number in slice.Of(_sum.AsSpan())) gradient[i++] = number;
        }
    }

    /// <summary>Moves only the critic's head along its gradient of the last episode.</summary>
    internal void MoveCritic(double learningRate)
    {
        foreach (ParameterSlice slice in _structure.Layout.Slices)
        {
            if (!IsCritic(slice)) continue;
            Span<float> theta = slice.Of(_theta.Span), gradient = slice.Of(_sum.AsSpan());
            for (int i = 0; i < theta.Length; i++) theta[i] -= (float)(learningRate * gradient[i]);
        }

        _shared.Restore(_theta.Span, _shared.AgentSteps, 0);
    }

    /// <summary>Disposes of the environment.</summary>
    public void Dispose() => _actor.Dispose();

    private static bool IsCritic(ParameterSlice slice) =>
        slice.Name.StartsWith("value", StringComparison.Ordinal) || slice.Name.StartsWith("q.", StringComparison.Ordinal);
}
