using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;

namespace AsyncRL.Algorithms.Acting;

/// <summary>
/// The running means and variances by which a run's observations and rewards are normalized. All actor-learners of the run update them.
/// They belong to the trained model: θ is only meaningful with them.
/// </summary>
public sealed class Normalization
{
    private readonly SharedMoments? _observations;
    private readonly SharedMoments? _returns;
    private readonly double _discount;
    private readonly int _writers;

    /// <summary>Creates statistics that contain no observations yet.</summary>
    /// <param name="options">What is normalized.</param>
    /// <param name="observation">What the environment shows.</param>
    /// <param name="writers">Actor-learners.</param>
    /// <param name="discount">γ of the returns whose deviation scales rewards.</param>
    /// <param name="isPublished">Whether new statistics are used only after <see cref="Publish"/>; otherwise at once.</param>
    /// <exception cref="InputException">Images are to be normalized.</exception>
    public Normalization(
        WrapperOptions options, ObservationSpecification observation, int writers, double discount, bool isPublished = false)
    {
        Check(options, observation);
        (_writers, _discount) = (writers, discount);
        if (options.NormalizeObservations) _observations = new SharedMoments(writers, observation.Size, isPublished);
        if (options.NormalizeRewards) _returns = new SharedMoments(writers, 1, isPublished);
    }

    /// <summary>Checks that a task can be normalized, without allocating the statistics.</summary>
    /// <param name="options">What is normalized.</param>
    /// <param name="observation">What the environment shows.</param>
    /// <exception cref="InputException">Images are to be normalized.</exception>
    public static void Check(WrapperOptions options, ObservationSpecification observation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.NormalizeObservations || observation.Kind == ObservationKind.Vector) return;
        throw new InputException(
            $"The option normalize-observations is \"true\", but the environment shows {observation}; expected false, or a vector.");
    }

    /// <summary>The moments of the observations; null if they are not normalized.</summary>
    internal SharedMoments? Observations => _observations;

    /// <summary>Numbers of the statistics of one environment; 0 if nothing is normalized.</summary>
    internal int NumbersOfSlot => (_observations?.NumbersOfSlot ?? 0) + (_returns?.NumbersOfSlot ?? 0);

    /// <summary>Copies the statistics that an environment has added.</summary>
    /// <param name="slot">The environment.</param>
    /// <param name="to">Receives <see cref="NumbersOfSlot"/> numbers.</param>
    internal void CopySlot(int slot, Span<double> to)
    {
        _observations?.CopySlot(slot, to);
        _returns?.CopySlot(slot, to[(_observations?.NumbersOfSlot ?? 0)..]);
    }

    /// <summary>Replaces the statistics of an environment, which is in another process.</summary>
    internal void ReplaceSlot(int slot, ReadOnlySpan<double> from)
    {
        _observations?.ReplaceSlot(slot, from);
        _returns?.ReplaceSlot(slot, from[(_observations?.NumbersOfSlot ?? 0)..]);
    }

    /// <summary>Makes all new statistics visible to every environment. Called while no environment acts.</summary>
    internal void Publish()
    {
        _observations?.Publish();
        _returns?.Publish();
    }

    /// <summary>Writes or reads all statistics.</summary>
    /// <param name="state">Writes or reads them.</param>
    public void Transfer(StateTransfer state)
    {
        for (int slot = 0; slot < _writers; slot++)
        {
            _observations?.TransferSlot(slot, state);
            _returns?.TransferSlot(slot, state);
        }

        if (state.IsRestoring) Publish();
    }

    /// <summary>Copies the moments of another run. Moments that only one of the runs has are ignored.</summary>
    /// <param name="other">That run's moments of vectors of the same length.</param>
    internal void ContinueFrom(Normalization other)
    {
        if (other._observations is { } observations) _observations?.ContinueFrom(observations);
        if (other._returns is { } returns) _returns?.ContinueFrom(returns);
        Publish();
    }

    /// <summary>Puts the wrappers around an actor-learner's environment.</summary>
    internal IEnvironment WrapToLearn(IEnvironment environment, int slot)
    {
        if (_returns is not null) environment = new NormalizedRewards(environment, _returns, slot, _discount, learns: true);
        return _observations is null ? environment : new NormalizedObservations(environment, _observations, slot, learns: true);
    }

    /// <summary>Shows an observation as an environment of <see cref="WrapToPlay"/> does; the same numbers if none are normalized.</summary>
    /// <param name="raw">The observation before it is normalized.</param>
    /// <param name="shown">[raw], overwritten.</param>
    public void Show(ReadOnlySpan<float> raw, Span<float> shown)
    {
        if (_observations is null)
        {
            raw.CopyTo(shown);
            return;
        }

        double[] means = new double[raw.Length], scales = new double[raw.Length];
        NormalizedObservations.ReadScales(_observations, means, scales);
        NormalizedObservations.Normalize(raw, means, scales, shown);
    }

    /// <summary>
    /// Puts the wrappers around an environment that is only played: its observations are normalized as in training but do not enter the
    /// statistics.
    /// </summary>
    /// <param name="environment">The environment.</param>
    /// <returns>The wrapped one.</returns>
    public IEnvironment WrapToPlay(IEnvironment environment) =>
        _observations is null ? environment : new NormalizedObservations(environment, _observations, 0, learns: false);
}
