using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>What the ranks bring each other in a round of a synchronous batch. The first member of each rank does it for all.</summary>
/// <param name="link">Connects the ranks.</param>
/// <param name="place">The members of this rank.</param>
/// <param name="update">Has the gradients.</param>
/// <param name="moments">Has the statistics of normalization; null if nothing is normalized.</param>
internal sealed class RankMeetings(IMemberLink link, MemberPlace place, SynchronousUpdate update, RankMoments? moments)
{
    private readonly RankGradients _gradients = update.Ranks!;
    private bool _isUnderWay;

    /// <summary>Whether the ranks bring each other statistics of normalization.</summary>
    internal bool HasMoments => moments is not null;

    /// <summary>Begins an exchange, or asks whether it is complete.</summary>
    /// <param name="what">The exchange.</param>
    /// <param name="learner">A learner of this rank.</param>
    /// <returns>Whether it is complete, and what it brought is taken.</returns>
    internal bool Advance(RankExchange what, ISynchronousLearner learner)
    {
        if (!_isUnderWay)
        {
            Begin(what, learner);
            _isUnderWay = true;
        }

        if (!link.TryEnd()) return false;
        _isUnderWay = false;
        switch (what)
        {
            case RankExchange.Experience:
                ((IExperienceSharing)learner).TakeExperience();
                break;
            case RankExchange.Sums:
                TakeNumbers(learner as IExperienceSharing);
                break;
            case RankExchange.Moments:
                moments!.Take();
                break;
        }

        return true;
    }

    /// <summary>Prepares what other ranks read of a member after the next exchange of sums.</summary>
    internal void BringNumbers(int member, ISynchronousLearner learner)
    {
        if (learner is IExperienceSharing sharing) sharing.NumbersOf(member).CopyTo(_gradients.LearnerNumbersOf(member));
    }

    /// <summary>Reports that this rank cannot continue.</summary>
    /// <param name="what">The exchange in which the other ranks will wait for it.</param>
    /// <param name="learner">The learner that failed.</param>
    internal void Leave(RankExchange what, ISynchronousLearner learner)
    {
        if (what == RankExchange.Gradients) link.Leave(_gradients.Outgoing, _gradients.Incoming);
        else link.Leave(Shared(what, learner), null);
    }

    private void Begin(RankExchange what, ISynchronousLearner learner)
    {
        if (what == RankExchange.Moments) moments!.Bring();
        if (what == RankExchange.Gradients) link.BeginTranspose(_gradients.Outgoing, _gradients.Incoming);
        else link.BeginShare(Shared(what, learner));
    }

    private RankParts Shared(RankExchange what, ISynchronousLearner learner) => what switch
    {
        RankExchange.Experience => ((IExperienceSharing)learner).Experience!,
        RankExchange.Moments => moments!.Parts,
        _ => _gradients.Sums,
    };

    private void TakeNumbers(IExperienceSharing? learner)
    {
        update.TakeSquares();
        if (learner is null) return;
        for (int member = 0; member < place.All; member++)
        {
            if (place.Has(member)) continue;
            Span<double> numbers = learner.NumbersOf(member);
            _gradients.LearnerNumbersOf(member)[..numbers.Length].CopyTo(numbers);
        }
    }
}

/// <summary>An exchange between the ranks of a synchronous batch.</summary>
internal enum RankExchange
{
    /// <summary>What the members experienced.</summary>
    Experience,

    /// <summary>The gradients of the members, each in the ranges of θ that the ranks sum.</summary>
    Gradients,

    /// <summary>The sums of the ranges.</summary>
    Sums,

    /// <summary>The statistics of normalization.</summary>
    Moments,
}

/// <summary>Brings the statistics of normalization of all ranks to every rank, once in a round.</summary>
internal sealed class RankMoments
{
    private const int FloatsPerDouble = 2;

    private readonly Normalization _normalization;
    private readonly int _rank;
    private readonly MemberShare[] _shares;

    /// <summary>Prepares the exchange.</summary>
    /// <param name="normalization">The statistics, with a slot for each environment of all ranks.</param>
    /// <param name="link">Connects the ranks.</param>
    /// <param name="environments">E.</param>
    internal RankMoments(Normalization normalization, IMemberLink link, int environments)
    {
        (_normalization, _rank) = (normalization, link.Rank);
        _shares = MemberShare.OfAll(environments, link.Ranks, out int most);
        Parts = new RankParts(link.Ranks, checked(most * normalization.NumbersOfSlot * FloatsPerDouble));
    }

    /// <summary>In part q the statistics of the environments of rank q.</summary>
    internal RankParts Parts { get; }

    /// <summary>Copies the statistics of this rank into its part. No environment of the rank acts.</summary>
    internal void Bring()
    {
        for (int i = 0; i < _shares[_rank].Length; i++) _normalization.CopySlot(_shares[_rank].Start + i, Slot(_rank, i));
    }

    /// <summary>Takes the statistics of the other ranks, and makes those of all visible.</summary>
    internal void Take()
    {
        for (int rank = 0; rank < _shares.Length; rank++)
        {
            for (int i = 0; rank != _rank && i < _shares[rank].Length; i++)
                _normalization.ReplaceSlot(_shares[rank].Start + i, Slot(rank, i));
        }

        _normalization.Publish();
    }

    private Span<double> Slot(int rank, int index)
    {
        int size = FloatsPerDouble * _normalization.NumbersOfSlot;
        return MemoryMarshal.Cast<float, double>(Parts.Of(rank).Slice(index * size, size));
    }
}
