using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Exchange;

namespace AsyncRL.Training.Runs;

/// <summary>Finds the parts of a run by the names that a user typed, or refuses unknown names with advice.</summary>
public static class NamedParts
{
    private const string Listing = "asyncrl list";

    /// <summary>Methods of the field that users ask for and that are not in this program.</summary>
    private static readonly string[] OtherMethods =
    [
        "a2c", "acer", "acktr", "ape-x", "c51", "ddpg", "ddqn", "dqn", "ga3c", "impala", "ppo", "qr-dqn", "r2d2", "rainbow", "reinforce",
        "sac", "td3", "trpo", "unreal", "v-trace",
    ];

    /// <summary>Names of options in Stable-Baselines3 and elsewhere, in lower case with hyphens, and the names here.</summary>
    private static readonly Dictionary<string, string> OtherOptionNames = new()
    {
        ["gamma"] = "discount",
        ["lr"] = "learning-rate",
        ["n-steps"] = "t-max",
        ["ent-coef"] = "entropy-weight",
        ["gae-lambda"] = "lambda",
        ["max-grad-norm"] = "clip-norm",
    };

    /// <summary>Finds an environment, or loads it from an assembly.</summary>
    /// <param name="name">The name, or "FILE.dll:TYPE".</param>
    /// <returns>The environment.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public static EnvironmentDescription Environment(string name)
    {
        if (EnvironmentAssembly.IsNamed(name)) return EnvironmentAssembly.Load(name).Environment;
        if (EnvironmentAssembly.IsFile(name)) throw EnvironmentAssembly.MissingType(name);
        return EnvironmentCatalogue.Find(name) ?? throw Unknown("environment", name, NamesOf(EnvironmentCatalogue.All, e => e.Name));
    }

    /// <summary>Finds an algorithm.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The algorithm.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public static Algorithm Algorithm(string name)
    {
        if (Parts<Algorithm>.Find(name) is { } algorithm) return algorithm;
        List<string> names = NamesOf(Parts<Algorithm>.All, a => a.Name);
        if (Names.Match(name, OtherMethods) is null) throw Unknown("algorithm", name, names);
        throw new InputException($"There is no algorithm \"{name}\" in this program; expected one of {string.Join(", ", names)}.");
    }

    /// <summary>Finds an optimizer.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public static Optimizer Optimizer(string name) => Parts<Optimizer>.Find(name)
        ?? throw new InputException(
            $"The option optimizer is \"{name}\"; {Names.Advice(name, [.. Algorithms.Parameters.Optimizer.Names])}");

    /// <summary>Finds a network, or reads its file.</summary>
    /// <param name="name">The name, or the file, whose name ends in ".json".</param>
    /// <returns>The network.</returns>
    /// <exception cref="InputException">There is none, or the file describes none.</exception>
    public static NetworkDescription Network(string name) =>
        name.EndsWith(NetworkJson.Extension, StringComparison.OrdinalIgnoreCase) ? NetworkJson.ReadFile(name)
            : NetworkCatalogue.Find(name) ?? throw Unknown("network", name, NamesOf(NetworkCatalogue.All, n => n.Name));

    /// <summary>Finds a sharing mode.</summary>
    /// <param name="name">The name; null for the first.</param>
    /// <returns>Its name as the catalogue writes it.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public static string Sharing(string? name) => Choose("sharing mode", name, SharingMode.Names);

    /// <summary>Finds a schedule.</summary>
    /// <param name="name">The name; null for the first.</param>
    /// <returns>Its name as the catalogue writes it.</returns>
    /// <exception cref="InputException">There is none.</exception>
    public static string Execution(string? name) => Choose("execution mode", name, TrainingConfiguration.Executions);

    /// <summary>Every option that a run of an environment and an algorithm has.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="optimizer">The optimizer, if it has options of its own.</param>
    /// <returns>The names.</returns>
    public static IReadOnlyList<string> OptionsOf(EnvironmentDescription environment, Algorithm algorithm, Optimizer? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(algorithm);
        var names = new List<string>();
        object[] records =
        [
            environment.DefaultOptions, new WrapperOptions(), algorithm.AllOptions, new NetworkOptions(), new OptimizerOptions(),
            .. optimizer?.OwnOptions ?? [], new RunOptions(), new ExchangeOptions(),
        ];
        foreach (object options in records)
        {
            foreach (OptionDescription option in OptionSet.Describe(options)) names.Add(option.Name);
        }

        return names;
    }

    /// <summary>Makes the message that a run lacks an option, with similar names or with the owners of the option.</summary>
    /// <param name="name">The name.</param>
    /// <param name="environment">The run's environment.</param>
    /// <param name="algorithm">The run's algorithm.</param>
    /// <param name="optimizer">The run's optimizer.</param>
    /// <returns>The sentence.</returns>
    public static string UnknownOption(string name, EnvironmentDescription environment, Algorithm algorithm, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(algorithm);
        string run = $"{environment.Name} with {algorithm.Name}";
        string listing = $"asyncrl list {environment.Name}, asyncrl list {algorithm.Name} and asyncrl list options";
        List<string> owners = OwnersOf(name);
        if (owners.Count > 0)
        {
            return $"The option \"{name}\" belongs to {string.Join(", ", owners)}, and {run} lacks it; "
                + $"expected an option that {listing} show.";
        }

        IReadOnlyList<string> options = OptionsOf(environment, algorithm, optimizer);
        string? meant = OtherOptionNames.GetValueOrDefault(name.ToLowerInvariant().Replace('_', '-'));
        string? nearest = meant is not null && options.Contains(meant) ? meant : Names.Nearest(name, options);
        string advice = nearest is null ? $"expected one that {listing} show." : $"did you mean {nearest} ({listing} show all)?";
        return $"There is no option \"{name}\" of {run}; {advice}";
    }

    /// <summary>The environments, algorithms and optimizers that have an option of their own.</summary>
    /// <param name="option">Its name.</param>
    /// <returns>Their names.</returns>
    public static List<string> OwnersOf(string option)
    {
        var owners = new List<string>();
        foreach (EnvironmentDescription environment in EnvironmentCatalogue.All) Add(environment.Name, environment.DefaultOptions);
        foreach (Algorithm algorithm in Parts<Algorithm>.All) Add(algorithm.Name, algorithm.AllOptions);
        foreach (Optimizer optimizer in Parts<Optimizer>.All)
        {
            foreach (object own in optimizer.OwnOptions) Add(optimizer.Name, own);
        }

        return owners;

        void Add(string owner, object options)
        {
            if (Names.Match(option, OptionSet.ToAssignments(options).Keys) is not null) owners.Add(owner);
        }
    }

    /// <summary>Every option of every environment, algorithm, network, optimizer and run.</summary>
    /// <returns>The names; a name that several have comes several times.</returns>
    public static IReadOnlyList<string> AllOptions()
    {
        var records = new List<object>
        {
            new NetworkOptions(), new OptimizerOptions(), new RunOptions(), new ExchangeOptions(), new WrapperOptions(),
        };
        foreach (EnvironmentDescription environment in EnvironmentCatalogue.All) records.Add(environment.DefaultOptions);
        foreach (Algorithm algorithm in Parts<Algorithm>.All) records.Add(algorithm.AllOptions);
        foreach (Optimizer optimizer in Parts<Optimizer>.All) records.AddRange(optimizer.OwnOptions);
        var names = new List<string>();
        foreach (object record in records) names.AddRange(OptionSet.ToAssignments(record).Keys);
        return names;
    }

    private static string Choose(string kind, string? name, IReadOnlyList<string> names)
    {
        if (name is null) return names[0];
        return Names.Match(name, names) ?? throw new InputException(Names.Unknown(kind, name, names));
    }

    private static InputException Unknown(string kind, string name, List<string> names) =>
        new(Names.Unknown(kind, name, names, Listing));

    private static List<string> NamesOf<T>(IEnumerable<T> items, Func<T, string> name)
    {
        var names = new List<string>();
        foreach (T item in items) names.Add(name(item));
        return names;
    }
}

/// <summary>
/// Replaces an optimizer that this program does not have, if the run's agent only acts. <see cref="Environments.ShownEnvironment"/>
/// replaces its environment in the same way. The class has no parameterless constructor, so that the catalogue does not list it.
/// </summary>
/// <param name="name">Name of the optimizer.</param>
internal sealed class MissingOptimizer(string name) : Optimizer<OptimizerOptions>
{
    /// <summary>Finds an optimizer, or makes a substitute for an optimizer that this program does not have.</summary>
    /// <param name="name">Name of the optimizer.</param>
    /// <returns>The optimizer.</returns>
    internal static Optimizer FindOrReplace(string name) => Parts<Optimizer>.Find(name) ?? new MissingOptimizer(name);

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Summary => "an optimizer of another program";

    /// <inheritdoc/>
    public override int Statistics => 0;

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override bool KeepsThetaWithoutGradient => true;

    /// <inheritdoc/>
    public override int FlopsPerNumber => 0;

    /// <inheritdoc/>
    public override void Apply(in ParameterUpdate update) =>
        throw new NotSupportedException($"The optimizer {name} is not in this program; expected an agent that only acts.");
}
