using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;

namespace AsyncRL.Algorithms;

/// <summary>
/// The part of deep Q-learning that one thread does: it acts in its environments, and computes the gradient of its share of each
/// minibatch.
/// </summary>
/// <remarks>After construction the learner allocates nothing.</remarks>
internal sealed class DqnLearner : ReplayLearner
{
    private readonly DqnOptions _options;
    private readonly TransitionLearning _learning;

    internal DqnLearner(SynchronousMember member, DqnOptions options)
        : base(member, options)
    {
        _options = options;
        int rows = options.Memory.RowsOfPass(Model.Network.Structure, member.Session.ActorLearners, member.HasPixels);
        _learning = new TransitionLearning(
            Model, Target, Memory, options, member.Actors[0].ObservationSpecification, rows, member.Statistics, Metrics);
    }

    /// <inheritdoc/>
    public override double GradientScale => _options.LossScale == ReplayOptions.Sum ? 1 : 1.0 / _options.MinibatchSize;

    /// <inheritdoc/>
    protected override void AddGradients() => _learning.AddGradients(Share.Start, Share.Length);
}
