using AsyncRL.Core.Options;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>
/// Turns a gradient into an update of θ. The object is immutable, and all threads use it; the changing state is in <see
/// cref="OptimizerStatistics"/>. To add an optimizer, derive from <see cref="Optimizer{TOptions}"/> in any loaded assembly: the catalogue
/// finds it by its type.
/// </summary>
public abstract class Optimizer : Configurable
{
    /// <summary>Names of the optimizers: the default first, then the others in alphabetical order.</summary>
    public static IReadOnlyList<string> Names
    {
        get
        {
            var names = new List<string> { new OptimizerOptions().Optimizer };
            foreach (Optimizer optimizer in Parts<Optimizer>.All)
            {
                if (optimizer.Name != names[0]) names.Add(optimizer.Name);
            }

            return names;
        }
    }

    /// <summary>Largest global L2 norm of a gradient; longer ones are shortened to it. 0 for no limit.</summary>
    public double LargestNorm { get; private set; }

    /// <summary>Whether a rule may replace a root and a division by a refined estimate of the reciprocal root.</summary>
    public bool ApproximatesRoots { get; private set; }

    /// <summary>Number of statistics for each number of θ: 0, 1 or 2.</summary>
    public abstract int Statistics { get; }

    /// <summary>Whether all threads share the statistics. Otherwise each thread has its own.</summary>
    public abstract bool IsShared { get; }

    /// <summary>
    /// Whether the statistics become meaningless if several threads update them at the same time. Only synchronous algorithms have such an
    /// optimizer. False unless overridden.
    /// </summary>
    public virtual bool NeedsOneUpdateAtATime => false;

    /// <summary>Whether θ does not change if the gradient is 0.</summary>
    public abstract bool KeepsThetaWithoutGradient { get; }

    /// <summary>
    /// Floating-point operations for each number of θ, for the roofline. A multiply-add counts as two operations, a root or a quotient as
    /// one.
    /// </summary>
    public abstract int FlopsPerNumber { get; }

    /// <summary>Whether the options are of another type than those of the built-in optimizers.</summary>
    internal bool HasOwnOptions => AllOptions is not OptimizerOptions;

    /// <summary>The record of own options; empty if there is none.</summary>
    internal IReadOnlyList<object> OwnOptions => HasOwnOptions ? [AllOptions] : [];

    /// <summary>Makes the optimizer of a run.</summary>
    /// <param name="options">Its name, the constants of the built-in optimizers, and the largest norm.</param>
    /// <param name="approximatesRoots">Whether rules may replace a root and a division by a refined estimate.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">There is no such optimizer.</exception>
    public static Optimizer Create(OptimizerOptions options, bool approximatesRoots = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        Optimizer found = Parts<Optimizer>.Find(options.Optimizer)
            ?? throw new ArgumentException($"There is no optimizer \"{options.Optimizer}\".", nameof(options));
        return found.For(options, approximatesRoots);
    }

    /// <summary>Copies the optimizer with the constants of a run.</summary>
    /// <param name="options">The constants of the built-in optimizers, and the largest norm.</param>
    /// <param name="approximatesRoots">Whether rules may replace a root and a division by a refined estimate.</param>
    /// <returns>The copy. An optimizer that has other options than the built-in ones keeps them.</returns>
    public Optimizer For(OptimizerOptions options, bool approximatesRoots = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        var optimizer = (Optimizer)With(HasOwnOptions ? AllOptions : options);
        (optimizer.LargestNorm, optimizer.ApproximatesRoots) = (options.ClipNorm, approximatesRoots);
        return optimizer;
    }

    /// <summary>The value of a statistic before the first update.</summary>
    /// <param name="index">Index of the statistic.</param>
    /// <returns>The value, the same for all numbers of θ.</returns>
    public virtual float InitialStatistic(int index) => 0;

    /// <summary>The name of a statistic, which tells it from the others in a checkpoint.</summary>
    /// <param name="index">Index of the statistic.</param>
    /// <returns>The name; "statistic" and its number from 1 unless overridden.</returns>
    public virtual string StatisticName(int index) => $"statistic {index + 1}";

    /// <summary>The name of a shared statistic among the sections of a checkpoint.</summary>
    internal string SectionName(int index) => $"optimizer {StatisticName(index)}";

    /// <summary>Whether a statistic is a mean of squares, so that a negative number in a checkpoint is damage.</summary>
    /// <param name="index">Index of the statistic.</param>
    /// <returns>Whether it is; false unless overridden.</returns>
    public virtual bool IsMeanSquare(int index) => false;

    /// <summary>Applies the optimizer's rule: calls <see cref="ParameterUpdate.Apply"/> once.</summary>
    /// <param name="update">The update: its learning rate, its number, and the sweep over θ.</param>
    public abstract void Apply(in ParameterUpdate update);
}

/// <summary>An optimizer with the type of its options.</summary>
/// <typeparam name="TOptions">A record whose properties carry <see cref="OptionAttribute"/>.</typeparam>
public abstract class Optimizer<TOptions> : Optimizer
    where TOptions : class, new()
{
    /// <summary>The constants.</summary>
    public TOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public sealed override object AllOptions => Options;
}
