namespace AsyncRL.Training.Actors;

/// <summary>What one thread of a pool does, turn by turn; between two turns it may be parked or ended.</summary>
internal interface IWorker
{
    /// <summary>Index of the actor-learner that the present turn serves.</summary>
    int Actor { get; }

    /// <summary>Whether there is another turn.</summary>
    bool HasWork { get; }

    /// <summary>Starts the clocks, after a start or a pause.</summary>
    void StartClock();

    /// <summary>Does a turn.</summary>
    void RunTurn();

    /// <summary>Gives up what the failed turn was about.</summary>
    void Abandon();
}
