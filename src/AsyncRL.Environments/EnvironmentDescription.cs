using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments;

/// <summary>
/// A task and the name it has on the command line. Derive from <see cref="EnvironmentDescription{TOptions}"/> in the environment's file.
/// The catalogue, the command line and the contract tests find the class by its type.
/// </summary>
public abstract class EnvironmentDescription
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Names of the same task elsewhere, by which it is found too: "CartPole-v1" of Gymnasium.</summary>
    public virtual IReadOnlyList<string> OtherNames => [];

    /// <summary>One sentence that describes the task.</summary>
    public abstract string Summary { get; }

    /// <summary>Its options with their defaults.</summary>
    public abstract object DefaultOptions { get; }

    /// <summary>Whether an instance is a process of its own, which takes a while to start.</summary>
    public virtual bool IsProcess => false;

    /// <summary>Further settings that the contract tests run besides the defaults, as assignments such as "rows=10".</summary>
    public virtual IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants => [];

    /// <summary>Whether the task cannot be done well by the present observation alone, so that a network needs memory.</summary>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <returns>Whether it is so; false unless overridden.</returns>
    public virtual bool NeedsMemory(object options) => false;

    /// <summary>Makes an instance.</summary>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <param name="generator">The instance's only source of randomness; the instance owns it from now on.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="InputException">An option is out of range, or options contradict each other. The message says how.</exception>
    public abstract IEnvironment Create(object options, RandomGenerator generator);

    /// <summary>
    /// Makes an instance for an actor-learner. Its episodes may end earlier than those of <see cref="Create"/>, for example at a lost life,
    /// if this helps learning. Observations and actions are the same. Unless overridden, this method calls <see cref="Create"/>.
    /// </summary>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <param name="generator">The instance's only source of randomness; the instance owns it from now on.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="InputException">An option is out of range, or options contradict each other. The message says how.</exception>
    public virtual IEnvironment CreateForLearning(object options, RandomGenerator generator) => Create(options, generator);
}

/// <summary>A task and its name, with the type of its options.</summary>
/// <typeparam name="TOptions">A record whose properties carry <see cref="OptionAttribute"/>.</typeparam>
public abstract class EnvironmentDescription<TOptions> : EnvironmentDescription
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public sealed override object DefaultOptions => new TOptions();

    /// <inheritdoc/>
    public sealed override IEnvironment Create(object options, RandomGenerator generator)
    {
        OptionSet.Check(options);
        return Create((TOptions)options, generator);
    }

    /// <inheritdoc/>
    public sealed override IEnvironment CreateForLearning(object options, RandomGenerator generator)
    {
        OptionSet.Check(options);
        return CreateForLearning((TOptions)options, generator);
    }

    /// <summary>Makes an instance.</summary>
    /// <param name="options">The task's options, each in the range that its attribute allows.</param>
    /// <param name="generator">The instance's only source of randomness; the instance owns it from now on.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="InputException">The options contradict each other; the message says how.</exception>
    protected abstract IEnvironment Create(TOptions options, RandomGenerator generator);

    /// <summary>Makes an instance for an actor-learner. By default it is the same as any other instance.</summary>
    /// <param name="options">The task's options, each in the range that its attribute allows.</param>
    /// <param name="generator">The instance's only source of randomness; the instance owns it from now on.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="InputException">The options contradict each other; the message says how.</exception>
    protected virtual IEnvironment CreateForLearning(TOptions options, RandomGenerator generator) => Create(options, generator);
}
