using AsyncRL.Algorithms.Acting;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL;

/// <summary>
/// What was learned, ready to act. It holds a copy of θ of its own, which no training changes.
/// </summary>
/// <remarks>
/// An agent is not safe for use by several threads, because a network with memory remembers what it saw. Give each thread an agent of its
/// own: <see cref="Copy"/> shares θ and nothing else.
/// </remarks>
public sealed class Agent : IDisposable
{
    private readonly TrainingConfiguration _configuration;
    private readonly float[] _theta;
    private readonly Normalization _normalization;
    private readonly ShownEnvironment _shown;
    private readonly Actor _actor;
    private readonly Algorithms.Acting.Agent _policy;

    internal Agent(TrainingConfiguration configuration, float[] theta, Normalization normalization, TrainingResult? result = null)
    {
        (_configuration, _theta, _normalization, Result) = (configuration, theta, normalization, result);
        _shown = new ShownEnvironment(
            configuration.Environment.Name,
            configuration.Observation,
            configuration.Actions,
            configuration.FramesPerAgentStep,
            configuration.LongestEpisode);
        _actor = new Actor(_shown, _shown.DefaultOptions, new RandomGenerator(1), normalization.WrapToPlay);
        _policy = configuration.CreateAgent();
    }

    /// <summary>The result of the run that made the agent; null if it was loaded.</summary>
    public TrainingResult? Result { get; }

    /// <summary>The shape of the observations that it takes.</summary>
    public ObservationSpecification Observation => _configuration.Observation;

    /// <summary>The actions that it chooses from.</summary>
    public ActionSpecification Actions => _configuration.Actions;

    /// <summary>The probability of each choice for the observation seen last; empty where actions are vectors.</summary>
    public ReadOnlySpan<float> Probabilities => _policy.Probabilities;

    /// <summary>The value of the observation seen last, as the agent estimates it.</summary>
    public float Value => _policy.Value;

    /// <summary>θ, in the network's layout.</summary>
    public ReadOnlySpan<float> Parameters => _theta;

    /// <summary>Loads an agent from a run's directory. The environment is not needed.</summary>
    /// <param name="directory">A directory that <see cref="TrainSettings.Directory"/> or the command wrote.</param>
    /// <param name="checkpoint">"best", agent steps or a file of a checkpoint; null for the newest whole one.</param>
    /// <returns>The agent.</returns>
    /// <exception cref="InputException">There is no run, or its checkpoint is missing, damaged or of another run.</exception>
    public static Agent Load(string directory, string? checkpoint = null)
    {
        using RunDirectory run = RunDirectory.Open(directory);
        TrainingConfiguration configuration = run.ReadConfiguration();
        using CheckpointFile chosen = run.SelectCheckpoint(configuration, checkpoint);
        return new Agent(configuration, chosen.ReadTheta(), chosen.ReadNormalization(configuration));
    }

    /// <summary>Begins an episode: a network with memory forgets what it saw.</summary>
    public void Reset() => _actor.AbandonEpisode();

    /// <summary>Chooses the action for the next observation of an episode, a vector.</summary>
    /// <param name="observation">[<see cref="ObservationSpecification.Size"/>], as the environment shows it.</param>
    /// <param name="greedy">Whether to take the best action, or the mean, rather than to draw one.</param>
    /// <returns>The action; a vector lies in the agent's memory until the next call.</returns>
    /// <exception cref="ArgumentException">The observation has another length, or the agent sees pixels.</exception>
    public AgentAction Act(ReadOnlySpan<float> observation, bool greedy = true)
    {
        CheckLength(observation.Length, _shown.Next.Values.Length, "number", nameof(observation));
        observation.CopyTo(_shown.Next.Values);
        return Act(greedy);
    }

    /// <summary>Chooses the action for the next observation of an episode, a picture.</summary>
    /// <param name="observation">[height, width, channels] bytes, as the environment shows it.</param>
    /// <param name="greedy">Whether to take the best action, or the mean, rather than to draw one.</param>
    /// <returns>The action; a vector lies in the agent's memory until the next call.</returns>
    /// <exception cref="ArgumentException">The observation has another length, or the agent sees vectors.</exception>
    public AgentAction Act(ReadOnlySpan<byte> observation, bool greedy = true)
    {
        CheckLength(observation.Length, _shown.Next.Pixels.Length, "byte", nameof(observation));
        observation.CopyTo(_shown.Next.Pixels);
        return Act(greedy);
    }

    /// <summary>Plays fresh episodes of the environment that the agent was trained on.</summary>
    /// <param name="episodes">Episodes, at least 1.</param>
    /// <param name="seed">The seed of the episodes.</param>
    /// <param name="greedy">Whether to take the best action always, rather than to draw actions.</param>
    /// <returns>The returns.</returns>
    /// <exception cref="InvalidOperationException">The agent was loaded, and its environment is not in this program.</exception>
    public Evaluation Evaluate(int episodes = 100, ulong seed = 1, bool greedy = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        if (_configuration.Environment is ShownEnvironment)
        {
            throw new InvalidOperationException(
                $"The environment {_configuration.Environment.Name} is not in this program; expected it in EnvironmentCatalogue.Add.");
        }

        return Evaluator.Evaluate(_configuration, _theta, episodes, seed, greedy, normalization: _normalization);
    }

    /// <summary>Makes an agent for another thread, which shares θ.</summary>
    /// <returns>The agent, at the beginning of an episode.</returns>
    public Agent Copy() => new(_configuration, _theta, _normalization, Result);

    /// <summary>Releases the agent's resources. A program need not call it before it ends.</summary>
    public void Dispose() => _actor.Dispose();

    private AgentAction Act(bool greedy)
    {
        // The observation that is shown does not depend on the action.
        if (_actor.EpisodeIsOver) _actor.BeginEpisodeIfOver();
        else _actor.Step(_policy.SelectAction(greedy: true, _actor.Generator));
        _policy.Forward(_theta, _actor);
        return _policy.SelectAction(greedy, _actor.Generator);
    }

    private void CheckLength(int length, int expected, string unit, string parameter)
    {
        if (length == expected && expected > 0) return;
        ObservationSpecification o = Observation;
        string shape = o.Kind == ObservationKind.Pixels
            ? $"a picture of {o.Height}×{o.Width}×{o.Channels} bytes" : $"a vector of {Count(o.Size, "number")}";
        throw new ArgumentException($"The observation has {Count(length, unit)}; expected {shape}.", parameter);
    }

    private static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";
}
