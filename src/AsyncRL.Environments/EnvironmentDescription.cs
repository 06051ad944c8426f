using AsyncRL.Environments.Options;
using AsyncRL.Randomness;

namespace AsyncRL.Environments;

/// <summary>
/// A task by its name. Derive from <see cref="EnvironmentDescription{TOptions}"/> in the environment's file: the catalogue, the command
/// line and the contract tests find it by type.
/// </summary>
public abstract class EnvironmentDescription
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Names of the same task elsewhere, by which it is found too: "CartPole-v1" of Gymnasium.</summary>
    public virtual IReadOnlyList<string> OtherNames => [];

    /// <summary>What the task is, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Its options with their defaults.</summary>
    public abstract object DefaultOptions { get; }

    /// <summary>Variants that the contract tests run besides the defaults: assignments such as "rows=10".</summary>
    public virtual IReadOnlyList<IReadOnlyDictionary<string, string>> TestedVariants => [];

    /// <summary>Whether the task cannot be done well by the present observation alone, so that a network needs memory.</summary>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <returns>Whether it is so; false unless overridden.</returns>
    public virtual bool NeedsMemory(object options) => false;

    /// <summary>Makes an instance.</summary>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <param name="generator">The source of all the instance's chance, from now on its own.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="InputException">An option is out of range, or options contradict each other; the message says how.</exception>
    public abstract IEnvironment Create(object options, RandomGenerator generator);

    /// <summary>
    /// Makes an instance for an actor-learner. It may end episodes where <see cref="Create"/> does not, at a lost life say, if that helps
    /// learning; what it shows and takes is the same. Unless overridden, it is the same instance as <see cref="Create"/> makes.
    /// </summary>
    /// <param name="options">An object of the type of <see cref="DefaultOptions"/>.</param>
    /// <param name="generator">The source of all the instance's chance, from now on its own.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="InputException">An option is out of range, or options contradict each other; the message says how.</exception>
    public virtual IEnvironment CreateForLearning(object options, RandomGenerator generator) => Create(options, generator);
}

/// <summary>A task by its name, with the type of its options.</summary>
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
    /// <param name="options">The task's knobs, each in the range that its attribute allows.</param>
    /// <param name="generator">The source of all the instance's chance, from now on its own.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="InputException">The options contradict each other; the message says how.</exception>
    protected abstract IEnvironment Create(TOptions options, RandomGenerator generator);

    /// <summary>Makes an instance for an actor-learner; the same as any other unless overridden.</summary>
    /// <param name="options">The task's knobs, each in the range that its attribute allows.</param>
    /// <param name="generator">The source of all the instance's chance, from now on its own.</param>
    /// <returns>The environment, not yet reset.</returns>
    /// <exception cref="InputException">The options contradict each other; the message says how.</exception>
    protected virtual IEnvironment CreateForLearning(TOptions options, RandomGenerator generator) => Create(options, generator);
}
