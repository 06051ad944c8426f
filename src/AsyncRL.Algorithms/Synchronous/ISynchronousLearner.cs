using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Synchronous;

/// <summary>What the members of a synchronous batch do after a part of a round.</summary>
public enum RoundStep
{
    /// <summary>The members meet. Afterwards each may read what the others wrote before.</summary>
    Meet,

    /// <summary>The members meet. Afterwards each may also read the experience of the members of other processes.</summary>
    Share,

    /// <summary>The members' gradients are summed, and θ is updated once by the sum.</summary>
    Update,

    /// <summary>The members meet again in a round without update, and the agent steps of the round are counted.</summary>
    Count,

    /// <summary>The round is over.</summary>
    End,
}

/// <summary>
/// The learner of one member of a synchronous batch: one thread with some of the environments. A round collects experience and updates θ
/// once or several times. All members take the same steps in the same order.
/// </summary>
public interface ISynchronousLearner
{
    /// <summary>The member's θ′ and dθ.</summary>
    LocalModel Model { get; }

    /// <summary>η of the update that <see cref="Advance"/> requested.</summary>
    double LearningRate { get; }

    /// <summary>η of one of the parts of θ that the algorithm updates apart; unless implemented, the same for all.</summary>
    /// <param name="part">Index of the part.</param>
    /// <returns>η.</returns>
    double LearningRateOf(int part) => LearningRate;

    /// <summary>The factor of the summed gradient: 1 for a sum over the rows, one divided by the number of rows for a mean.</summary>
    double GradientScale { get; }

    /// <summary>Does the next part of the round.</summary>
    /// <returns>What follows. After <see cref="RoundStep.End"/> the next call begins a round.</returns>
    RoundStep Advance();

    /// <summary>
    /// Called after an update for the numbers of θ that this member updated, before the members meet. No other member reads or writes data
    /// that belongs to these numbers meanwhile, for example those of target parameters.
    /// </summary>
    /// <param name="start">The first number.</param>
    /// <param name="length">Number of numbers.</param>
    void FollowUpdate(int start, int length)
    {
    }

    /// <summary>Abandons the round after a failure: the next call of <see cref="Advance"/> begins a round.</summary>
    void Abandon();

    /// <summary>
    /// Writes or reads the learner's state between two rounds, except for the states of the actors and the model. The members are restored
    /// in the order of their numbers.
    /// </summary>
    /// <param name="state">Writes or reads the state.</param>
    /// <exception cref="InvalidDataException">A number is out of the range that a state can have.</exception>
    void Transfer(StateTransfer state)
    {
    }
}

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

    /// <summary>
    /// Writes or reads the state that all members have alike, for example the order of minibatches. After a failure the ranks may have
    /// ended at different points of a round; all continue with the state of one of them.
    /// </summary>
    void TransferCommon(StateTransfer state);

    /// <summary>
    /// Numbers of a member that all members read after an update: at most <see cref="RankGradients.MostLearnerNumbers"/>.
    /// </summary>
    /// <param name="member">The member.</param>
    /// <returns>The numbers, which the exchange copies from a member of another rank.</returns>
    Span<double> NumbersOf(int member);
}
