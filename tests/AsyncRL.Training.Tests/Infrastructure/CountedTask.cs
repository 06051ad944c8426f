using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Wraps a task and counts the instances that were created and not disposed of.</summary>
/// <param name="inner">The task.</param>
/// <param name="canSave">Whether instances can save their state.</param>
internal sealed class CountedTask(EnvironmentDescription inner, bool canSave = true) : EnvironmentDescription
{
    private int _created;
    private int _undisposed;
    private int _resets;

    public override string Name => inner.Name;

    public override string Summary => inner.Summary;

    public override object DefaultOptions => inner.DefaultOptions;

    /// <summary>The number of the creation that fails, from 1; 0 for none.</summary>
    internal int FailingCreation { get; init; }

    internal int Created => Volatile.Read(ref _created);

    internal int Undisposed => Volatile.Read(ref _undisposed);

    internal int Resets => Volatile.Read(ref _resets);

    public override IEnvironment Create(object options, RandomGenerator generator)
    {
        if (Interlocked.Increment(ref _created) == FailingCreation) throw new InvalidOperationException("The creation failed.");
        Interlocked.Increment(ref _undisposed);
        return new Counted(this, inner.Create(options, generator), canSave);
    }

    private sealed class Counted(CountedTask task, IEnvironment inner, bool canSave) : Wrapper(inner)
    {
        private int _isDisposed;

        public override bool CanSave => canSave;

        public override void Reset(Observation observation)
        {
            Interlocked.Increment(ref task._resets);
            base.Reset(observation);
        }

        public override void Transfer(StateTransfer state)
        {
            if (!canSave) throw new NotSupportedException("The state cannot be saved.");
            base.Transfer(state);
        }

        public override void Dispose()
        {
            Assert.Equal(0, Interlocked.Exchange(ref _isDisposed, 1));
            Interlocked.Decrement(ref task._undisposed);
            base.Dispose();
        }
    }
}
