using AsyncRL.Algorithms.Parts;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// A part of the work of an algorithm whose threads exchange experience through queues: acting, predicting or learning. A thread has one
/// role or several. A role never waits; it does what can be done now.
/// </summary>
internal interface IRole
{
    /// <summary>The role's θ′; null if it has none.</summary>
    LocalModel? Model { get; }

    /// <summary>Whether there seems to be work. Another thread may do it first.</summary>
    bool IsReady { get; }

    /// <summary>Whether no more work will come, because the run has reached its last agent step.</summary>
    bool IsFinished { get; }

    /// <summary>Whether it has taken work that it has not done yet.</summary>
    bool HasBegun => false;

    /// <summary>Does a piece of the work, of at most some milliseconds.</summary>
    /// <returns>Whether there was some.</returns>
    bool Work();

    /// <summary>Abandons the work of a failed turn, so that the state that is saved next can be resumed.</summary>
    void Abandon();

    /// <summary>Writes the role's own state, except for that of its model.</summary>
    void SaveState(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    void RestoreState(BinaryReader reader)
    {
    }
}
