using System.Collections.Immutable;
using System.Globalization;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;
using AsyncRL.Numerics.Initialization;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Memory;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Telemetry;

namespace AsyncRL.Training.Runs;

/// <summary>
/// Everything that a run depends on, resolved and found to fit together. The same configuration and one thread give the same θ.
/// </summary>
public sealed class TrainingConfiguration
{
    /// <summary>The execution mode that repeats.</summary>
    internal const string Simulated = "simulated";

    private const int SimulatedActors = 16;

    private TrainingConfiguration()
    {
    }

    /// <summary>The task.</summary>
    public required EnvironmentDescription Environment { get; init; }

    /// <summary>The task's options.</summary>
    public required object EnvironmentOptions { get; init; }

    /// <summary>The algorithm.</summary>
    public required Algorithm Algorithm { get; init; }

    /// <summary>The algorithm's options.</summary>
    public object AlgorithmOptions => Algorithm.AllOptions;

    /// <summary>What is put around the task.</summary>
    public required WrapperOptions Wrappers { get; init; }

    /// <summary>Sizes of the network's layers, where they are not those that it comes with.</summary>
    public required NetworkOptions Sizes { get; init; }

    /// <summary>The optimizer's options.</summary>
    public required OptimizerOptions Optimizer { get; init; }

    /// <summary>The optimizer, with its options.</summary>
    public required Optimizer UpdateRule { get; init; }

    /// <summary>The run's options.</summary>
    public required RunOptions Run { get; init; }

    /// <summary>How the ranks of a run exchange what they learn.</summary>
    public ExchangeOptions Exchange { get; init; } = new();

    /// <summary>The network with its shapes.</summary>
    public required NetworkStructure Network { get; init; }

    /// <summary>Names of the execution modes, the default first.</summary>
    public static IReadOnlyList<string> Executions { get; } = ["threads", "simulated"];

    /// <summary>Name of the execution mode: an actor-learner for each thread, or all on one, interleaved and repeatable.</summary>
    public required string Execution { get; init; }

    /// <summary>Actor-learners of this process; of one group if there are several, and of one rank of the simulated execution.</summary>
    public required int ActorLearners { get; init; }

    /// <summary>Groups of actor-learner threads in this process, each with its own θ.</summary>
    public int Groups => Exchange.Groups ?? 1;

    /// <summary>Why the run has as many groups, if the program chose their number; otherwise null.</summary>
    public string? GroupsChoice { get; private set; }

    /// <summary>Actor-learners of all groups.</summary>
    public int ActorsOfAllGroups => Groups * ActorLearners;

    /// <summary>Threads that they run on.</summary>
    public int Threads => Execution == Simulated ? Exchange.SimulatedRanks : ActorsOfAllGroups;

    /// <summary>Ranks that are threads of this process: groups, or ranks of the simulated execution.</summary>
    internal int RanksHere => Execution == Simulated ? Exchange.SimulatedRanks : Groups;

    /// <summary>What a rank of the run is called in messages.</summary>
    internal string NameOfRank => Groups > 1 ? "group" : "rank";

    /// <summary>T_max, in agent steps.</summary>
    public required long AgentSteps { get; init; }

    /// <summary>The seed of all chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Name of the sharing mode.</summary>
    public required string Sharing { get; init; }

    /// <summary>The environment in an assembly of the user's, as "FILE.dll:TYPE"; null where it is in the catalogue.</summary>
    public string? Assembly { get; init; }

    /// <summary>θ of another run, with which a run begins; null to draw θ. A resumed run has it in its checkpoint.</summary>
    public InitialParameters? InitialParameters { get; init; }

    /// <summary>What the environment shows.</summary>
    public required ObservationSpecification Observation { get; init; }

    /// <summary>What the environment takes.</summary>
    public required ActionSpecification Actions { get; init; }

    /// <summary>Emulator frames per agent step.</summary>
    public required int FramesPerAgentStep { get; init; }

    /// <summary>Agent steps that no episode exceeds; null where none is known.</summary>
    public required int? LongestEpisode { get; init; }

    /// <summary>The vector that the run computes over on this machine.</summary>
    public VectorWidth VectorWidth => Run.VectorWidth switch
    {
        "scalar" => VectorWidth.Scalar,
        "vector128" => VectorWidth.Vector128,
        "vector256" => VectorWidth.Vector256,
        "vector512" => VectorWidth.Vector512,
        _ => VectorChoice.Widest,
    };

    /// <summary>Warnings about a valid run that may not learn, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>What the run is called where outside tools look at it.</summary>
    internal RunNames Names => new(Environment.Name, Algorithm.Name, Network.Description.Name, Threads);

    /// <summary>
    /// Whether an update is one sweep. Not in the simulated execution, where another actor's update may come between an update and the next
    /// snapshot, and not in a synchronous algorithm, which sums the gradients of its threads first.
    /// </summary>
    internal bool FusesUpdate => Run.Update == "fused" && Execution != Simulated && Algorithm.IsAsynchronous;

    /// <summary>
    /// Whether a rule may replace a root and a division by a refined estimate. Unless the option says so, it may where updates are fused.
    /// </summary>
    internal bool ApproximatesRoots => Run.ReciprocalRoot switch
    {
        "exact" => false,
        "approximate" => true,
        _ => FusesUpdate,
    };

    /// <summary>Resolves a request: the preset of the environment, overridden by what the request names.</summary>
    /// <param name="request">What is asked for.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="InputException">Something asked for does not exist, is out of range, or does not fit the rest.</exception>
    public static TrainingConfiguration Resolve(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string? assembly = request.Assembly ?? (EnvironmentAssembly.IsNamed(request.Environment) ? request.Environment : null);
        if (assembly is null) return Resolve(request, NamedParts.Environment(request.Environment));
        (EnvironmentDescription environment, string name) = EnvironmentAssembly.Load(assembly);
        return Resolve(request with { Environment = environment.Name, Assembly = name }, environment);
    }

    /// <summary>Resolves a request for an environment that is not in the catalogue, such as one of an assembly of its own.</summary>
    /// <param name="request">What is asked for; its environment's name is not looked up.</param>
    /// <param name="environment">The environment.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="InputException">Something asked for does not exist, is out of range, or does not fit the rest.</exception>
    public static TrainingConfiguration Resolve(TrainingRequest request, EnvironmentDescription environment) =>
        Resolve(request, environment, new GivenParts());

    /// <summary>Resolves a request whose parts a program gives as objects.</summary>
    /// <param name="request">What is asked for; names of given parts are not looked up.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="parts">The given parts.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="InputException">Something asked for does not exist, is out of range, or does not fit the rest.</exception>
    public static TrainingConfiguration Resolve(TrainingRequest request, EnvironmentDescription environment, GivenParts parts)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(parts);
        string? algorithmName = parts.Algorithm?.Name ?? (request.Algorithm is null ? null : NamedParts.Algorithm(request.Algorithm).Name);
        Preset preset = Preset.For(environment.Name, algorithmName);
        Algorithm algorithm = parts.Algorithm ?? NamedParts.Algorithm(preset.Algorithm);
        NetworkDescription network = parts.Network ?? request.Layers ?? NamedParts.Network(request.Network ?? preset.Network);
        string sharing = NamedParts.Sharing(request.Sharing);
        string execution = NamedParts.Execution(request.Execution);
        var assignments = new Dictionary<string, string>(algorithm.OtherDefaults, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in preset.Assignments) assignments[name] = value;
        foreach ((string name, string value) in request.Assignments) assignments[name] = value;
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        object environmentOptions = OptionSet.With(environment.DefaultOptions, assignments, known);
        WrapperOptions wrappers = OptionSet.With(new WrapperOptions(), assignments, known);
        algorithm = (Algorithm)algorithm.With(OptionSet.With(algorithm.AllOptions, assignments, known));
        OptimizerOptions constants = parts.Optimizer?.AllOptions as OptimizerOptions ?? new OptimizerOptions();
        OptimizerOptions optimizer = OptionSet.With(constants, assignments, known);
        Optimizer rule = parts.Optimizer ?? NamedParts.Optimizer(optimizer.Optimizer);
        optimizer = optimizer with { Optimizer = rule.Name };
        if (rule.HasOwnOptions) rule = (Optimizer)rule.With(OptionSet.With(rule.AllOptions, assignments, known));
        NetworkOptions sizes = OptionSet.With(new NetworkOptions(), assignments, known);
        RunOptions run = OptionSet.With(new RunOptions(), assignments, known);
        ExchangeOptions exchange = OptionSet.With(new ExchangeOptions(), assignments, known);
        foreach (string name in request.Assignments.Keys)
        {
            if (!known.Contains(name)) throw new InputException(NamedParts.UnknownOption(name, environment, algorithm, rule));
        }

        RefuseSeveralWriters(algorithm, rule);
        RefuseEmptyEvaluations(run);
        network = sizes.Resize(network);
        using IEnvironment probe = environment.Create(environmentOptions, new RandomGenerator(0));
        algorithm.Check(probe);
        NetworkStructure structure = Build(network, probe, algorithm);
        int actors = ActorsOf(request, execution, run, algorithm, exchange.Groups ?? 1);
        (exchange, string? choice) = ThreadGroups.Choose(exchange, execution, actors, algorithm, structure.Layout.ParameterCount);
        var configuration = new TrainingConfiguration
        {
            Environment = environment,
            EnvironmentOptions = environmentOptions,
            Wrappers = wrappers,
            Algorithm = algorithm,
            Sizes = sizes,
            Optimizer = optimizer,
            UpdateRule = rule.For(optimizer),
            Run = run,
            Exchange = exchange,
            Network = structure,
            Execution = execution,
            ActorLearners = ThreadGroups.Share(exchange, execution, actors),
            AgentSteps = AtLeastOne("number of agent steps", request.AgentSteps ?? preset.AgentSteps),
            Seed = request.Seed ?? 1,
            Sharing = sharing,
            Assembly = request.Assembly,
            InitialParameters = request.InitialParameters,
            Observation = probe.Observation,
            Actions = probe.Actions,
            FramesPerAgentStep = probe.FramesPerAgentStep,
            LongestEpisode = probe.LongestEpisode,
            GroupsChoice = choice,
        };

        algorithm.Check(configuration.Network);

        if (choice is not null && configuration.Groups > 1 && RankRefusals.ReasonAgainst(configuration) is { } reason)
        {
            var ofOne = new Dictionary<string, string>(request.Assignments) { ["groups"] = "1" };
            configuration = Resolve(request with { Assignments = ofOne }, environment, parts);
            configuration.GroupsChoice = $"The option groups is auto: 1 group, because several cannot train this run. {reason}";
            return configuration;
        }

        RankRefusals.CheckHere(configuration);

        // Checked here, so that a task that cannot be normalized is refused before any work.
        Normalization.Check(wrappers, probe.Observation);
        request.InitialParameters?.Check(configuration);
        configuration.Warnings = RunWarnings.Of(configuration, preset, request.Given ?? [.. request.Assignments.Keys]);
        return configuration;
    }

    /// <summary>Every option by name, as <see cref="Resolve(TrainingRequest)"/> reads them back.</summary>
    /// <returns>Texts by name: environment, algorithm, optimizer, run.</returns>
    public IReadOnlyDictionary<string, string> AllAssignments()
    {
        var assignments = new Dictionary<string, string>();
        object[] records = [EnvironmentOptions, Wrappers, AlgorithmOptions, Sizes, Optimizer, .. UpdateRule.OwnOptions, Run, Exchange];
        foreach (object options in records)
        {
            foreach ((string name, string value) in OptionSet.ToAssignments(options)) assignments.Add(name, value);
        }

        return assignments;
    }

    /// <summary>Sets up the moments by which the task is normalized, of nothing seen yet.</summary>
    /// <returns>The moments.</returns>
    /// <exception cref="InputException">The task cannot be normalized so.</exception>
    public Normalization CreateNormalization()
    {
        string discount = OptionSet.ToAssignments(AlgorithmOptions)["discount"];
        int environments = Algorithm.ActorsOf(ActorLearners);
        double gamma = double.Parse(discount, CultureInfo.InvariantCulture);
        return new Normalization(Wrappers, Observation, environments, gamma, isPublished: Algorithm.IsSynchronous);
    }

    /// <summary>
    /// η at the start of a run of several ranks. Ranks of a synchronous algorithm learn as the threads of one process do, with its η.
    /// </summary>
    /// <param name="ranks">Number of ranks.</param>
    /// <returns>η.</returns>
    public double LearningRateOf(int ranks) =>
        Exchange.LearningRateScaling == "none" || Algorithm.IsSynchronous ? Optimizer.LearningRate : Optimizer.LearningRate * ranks;

    /// <summary>Makes an agent that acts by trained parameters.</summary>
    /// <returns>The agent, for one thread.</returns>
    public Agent CreateAgent() => Algorithm.CreateAgent(NetworkFactory.Single(Network, VectorWidth), Actions);

    /// <summary>Draws the θ with which a run begins from stream 0 of the seed, unless the run begins with that of another run.</summary>
    /// <returns>A block of the network's layout, on a boundary of a cache line.</returns>
    public ReadOnlySpan<float> DrawParameters()
    {
        Initializer initializer = Array.Find([.. Initializer.All], i => i.Name == Run.Initializer)!;
        var theta = new AlignedBlock<float>(Network.Layout.BlockLength);
        initializer.Initialize(Network.Layout, new RandomGenerator(Seed).Split(0), theta.Span);
        return theta.Span;
    }

    private static NetworkStructure Build(NetworkDescription network, IEnvironment probe, Algorithm algorithm)
    {
        ObservationSpecification observation = probe.Observation;
        var input = new Shape(observation.Height, observation.Width, observation.Channels);
        try
        {
            ImmutableArray<HeadDescription> heads = algorithm.Heads(network, observation, probe.Actions);
            return new NetworkStructure(network, input, algorithm.SideInputs(probe.Actions), heads);
        }
        catch (ArgumentException misfit)
        {
            string reason = misfit.Message.Split(" (Parameter")[0];
            throw new InputException($"The network {network.Name} does not fit observations of {observation}: {reason}", misfit);
        }
        catch (OverflowException excess)
        {
            throw new InputException(
                $"The network {network.Name} on observations of {observation} has more than {int.MaxValue:N0} numbers in one block; "
                + "expected a smaller network or smaller observations.",
                excess);
        }
    }

    /// <summary>
    /// The RMSProp of DQN divides by √(g − m² + ε) with a running mean m. Threads that update g and m without locks leave pairs that no
    /// single thread would, g below m², and the root is NaN.
    /// </summary>
    private static void RefuseSeveralWriters(Algorithm algorithm, Optimizer rule)
    {
        if (!rule.NeedsOneUpdateAtATime || algorithm.UpdatesOneAtATime) return;
        throw new InputException(
            $"The option optimizer is \"{rule.Name}\", whose statistics must be updated by one thread at a time, but the threads of "
            + $"{algorithm.Name} update them without locks; expected shared-rmsprop or another of asyncrl list.");
    }

    private static void RefuseEmptyEvaluations(RunOptions run)
    {
        if (run.EvaluationInterval is not { } interval || run.EvaluationEpisodes > 0) return;
        string steps = interval.ToString(CultureInfo.InvariantCulture);
        throw new InputException(
            $"The option evaluation-interval is {steps} beside evaluation-episodes 0; expected auto, or at least 1 episode.");
    }

    private static int ActorsOf(TrainingRequest request, string execution, RunOptions run, Algorithm algorithm, int groups)
    {
        if (execution == Simulated)
        {
            if (!algorithm.IsAsynchronous)
            {
                string reason = algorithm.IsSynchronous
                    ? "is synchronous and repeats bit for bit on threads"
                    : "has threads that hand their work to each other";
                throw new InputException(
                    $"The execution mode is simulated, but the algorithm {algorithm.Name} {reason}; expected the execution mode threads.");
            }

            if (request.Threads is not { } threads) return AtLeastOne("number of actors", request.Actors ?? SimulatedActors);
            throw new InputException(
                $"The number of threads is {threads} beside the execution mode simulated, which has one; expected a number of actors.");
        }

        if (request.Actors is { } actors)
            throw new InputException($"The number of actors is {actors} beside the execution mode threads; expected a number of threads.");
        if (run.DelayAgentSteps > 0)
        {
            string mean = run.DelayAgentSteps.ToString(CultureInfo.InvariantCulture);
            throw new InputException(
                $"The option delay-agent-steps is {mean} beside the execution mode threads; expected 0, or the execution mode simulated.");
        }

        if (request.Threads > algorithm.MostThreads)
        {
            throw new InputException(
                $"The number of threads is {request.Threads}, but the options of the algorithm {algorithm.Name} give work to "
                + $"{algorithm.MostThreads} threads; expected at most {algorithm.MostThreads}, or a larger option environments.");
        }

        int usual = Math.Min(request.UsualThreads ?? System.Environment.ProcessorCount, algorithm.MostThreads);
        return AtLeastOne("number of threads", request.Threads ?? Math.Max(groups, usual - (usual % groups)));
    }

    private static T AtLeastOne<T>(string what, T value)
        where T : System.Numerics.INumber<T> =>
        value >= T.One ? value : throw new InputException($"The {what} is {value}; expected at least 1.");
}
