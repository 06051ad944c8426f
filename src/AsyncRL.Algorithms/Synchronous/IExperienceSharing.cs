using AsyncRL.Algorithms.Workers;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>
/// A synchronous learner whose members read the experience of all members. If some members are in other processes, the ranks bring each
/// other what their members wrote.
/// </summary>
internal interface IExperienceSharing
{
    /// <summary>The experience of all ranks, packed; null if all members are in this process.</summary>
    RankParts? Experience { get; }

    /// <summary>Whether the next part of the round collects experience. Otherwise it computes a gradient.</summary>
    bool IsCollecting { get; }

    /// <summary>Unpacks the experience of the other ranks, after the ranks have shared it. One member of each rank calls it.</summary>
    void TakeExperience();

    /// <summary>Writes the state that all members have alike, for example the order of minibatches.</summary>
    void SaveCommon(BinaryWriter writer);

    /// <summary>
    /// Reads what <see cref="SaveCommon"/> wrote. After a failure the ranks may have ended at different points of a round; all continue
    /// with the state of one of them.
    /// </summary>
    void RestoreCommon(BinaryReader reader);

    /// <summary>
    /// Numbers of a member that all members read after an update: at most <see cref="RankGradients.MostLearnerNumbers"/>.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <returns>The numbers, which the exchange copies from a member of another rank.</returns>
    Span<double> NumbersOf(int member);
}
