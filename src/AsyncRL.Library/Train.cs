using AsyncRL.Algorithms;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Training.Runs;

namespace AsyncRL;

/// <summary>Trains agents on environments of the caller's program.</summary>
/// <remarks>
/// <b>Threads and ownership.</b> A call returns when the training has ended. Several threads may call at the same time, each with a
/// directory of its own. Environments are made on the calling thread; each is then used by one thread at a time, and disposed of at the
/// end. The returned <see cref="Agent"/> belongs to the caller, who disposes of it, and to one thread.
/// </remarks>
/// <example><code>Agent agent = Train.Run("a3c", () => new Line(), agentSteps: 20_000);</code></example>
public static class Train
{
    /// <summary>Trains an agent with an algorithm of the catalogue.</summary>
    /// <param name="algorithm">Its name, for example "a3c" or "n-step-q".</param>
    /// <param name="environment">
    /// Makes an instance of the environment; it is called for each actor, for the shapes, and for evaluations, from one thread at a time.
    /// </param>
    /// <param name="agentSteps">Agent steps of all actors together, at least 1.</param>
    /// <param name="settings">What else to set.</param>
    /// <returns>The agent at the end of the run.</returns>
    /// <exception cref="InputException">A setting is out of range or does not fit the rest; the message says which.</exception>
    /// <exception cref="TrainingFaultException">The environment failed, or a gradient was not finite. θ is saved.</exception>
    public static Agent Run(string algorithm, Func<IEnvironment> environment, long agentSteps, TrainSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Run(NamedParts.Algorithm(algorithm), _ => environment(), agentSteps, settings);
    }

    /// <summary>Trains an agent with an algorithm and its typed options: <c>new A3C { Options = new() { TMax = 20 } }</c>.</summary>
    /// <param name="algorithm">The algorithm, also one of the caller's own.</param>
    /// <param name="environment">Makes an instance of the environment, which draws its random numbers from the argument.</param>
    /// <param name="agentSteps">Agent steps of all actors together, at least 1.</param>
    /// <param name="settings">What else to set.</param>
    /// <returns>The agent at the end of the run.</returns>
    /// <exception cref="InputException">A setting is out of range or does not fit the rest; the message says which.</exception>
    /// <exception cref="TrainingFaultException">The environment failed, or a gradient was not finite. θ is saved.</exception>
    public static Agent Run(
        Algorithm algorithm, Func<RandomGenerator, IEnvironment> environment, long agentSteps, TrainSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(environment);
        settings ??= new TrainSettings();
        var request = new TrainingRequest
        {
            Environment = settings.Name,
            Algorithm = algorithm.Name,
            Network = settings.Network?.Name,
            Threads = settings.Threads,
            Execution = settings.SimulatedActors is null ? null : TrainingConfiguration.Executions[1],
            Actors = settings.SimulatedActors,
            AgentSteps = agentSteps,
            Seed = settings.Seed,
            InitialParameters = settings.InitialParameters,
            Assignments = settings.Options,
        };
        var parts = new GivenParts(algorithm, settings.Network, settings.Optimizer);
        var configuration = TrainingConfiguration.Resolve(request, new OwnEnvironment(settings.Name, environment), parts);
        RunDirectory? directory = settings.Directory is { } path ? RunDirectory.Create(path, configuration) : null;
        TrainingResult result = Trainer.Train(configuration, directory, ObserverOf(settings.OnProgress), settings.Stop);
        return new Agent(configuration, result.Theta, result.Normalization, result);
    }

    /// <summary>Continues a run whose environment needs no generator. Its optimizer and schedules go on where they were.</summary>
    /// <param name="directory">The directory that <see cref="TrainSettings.Directory"/> named.</param>
    /// <param name="environment">Makes an instance of the run's environment.</param>
    /// <param name="agentSteps">The new number of agent steps of the whole run; null for that of the run.</param>
    /// <param name="settings">What else to set.</param>
    /// <returns>The agent at the end of the run.</returns>
    /// <exception cref="InputException">There is no run, its checkpoint is damaged, or a setting cannot change.</exception>
    /// <exception cref="TrainingFaultException">The environment failed, or a gradient was not finite. θ is saved.</exception>
    public static Agent Resume(
        string directory, Func<IEnvironment> environment, long? agentSteps = null, ResumeSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Resume(directory, _ => environment(), agentSteps, settings);
    }

    /// <summary>
    /// Continues a run from its checkpoint. The optimizer's statistics, the schedules and, where the environment can save its state, the
    /// episodes go on where they were. The run keeps its algorithm, network and optimizer, which are found by their names in this program.
    /// </summary>
    /// <param name="directory">The directory that <see cref="TrainSettings.Directory"/> named.</param>
    /// <param name="environment">
    /// Makes an instance of the run's environment, which draws its random numbers from the argument; null to find the environment by its
    /// name in <see cref="EnvironmentCatalogue"/>.
    /// </param>
    /// <param name="agentSteps">The new number of agent steps of the whole run; null for that of the run.</param>
    /// <param name="settings">What else to set.</param>
    /// <returns>The agent at the end of the run.</returns>
    /// <exception cref="InputException">There is no run, its checkpoint is damaged, or a setting cannot change.</exception>
    /// <exception cref="TrainingFaultException">The environment failed, or a gradient was not finite. θ is saved.</exception>
    public static Agent Resume(
        string directory,
        Func<RandomGenerator, IEnvironment>? environment = null,
        long? agentSteps = null,
        ResumeSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        settings ??= new ResumeSettings();
        var run = RunDirectory.Open(directory);
        TrainingRequest written = environment is null ? run.ReadRequestToPlay() : run.ReadRequest() with { Assembly = null };
        var assignments = new Dictionary<string, string>(written.Assignments, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in settings.Options) assignments[name] = value;
        TrainingRequest request = written with { AgentSteps = agentSteps ?? written.AgentSteps, Assignments = assignments };
        TrainingConfiguration configuration = environment is null
            ? TrainingConfiguration.Resolve(request)
            : TrainingConfiguration.Resolve(request, new OwnEnvironment(request.Environment, environment));
        TrainingResult result = Trainer.Resume(
            Continuation.Prepare(run, configuration, settings.Checkpoint), ObserverOf(settings.OnProgress), settings.Stop);
        return new Agent(configuration, result.Theta, result.Normalization, result);
    }

    private static Observer? ObserverOf(Action<TrainingProgress>? report) => report is null ? null : new Observer(report);

    private sealed class Observer(Action<TrainingProgress> report) : ITrainingObserver
    {
        public void Observe(TrainingProgress progress) => report(progress);

        public void ObserveEvaluation(int finished, int total)
        {
        }
    }
}
