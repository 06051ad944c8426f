namespace AsyncRL.Training.Actors;

/// <summary>What one thread of a pool does, turn by turn; between two turns it may be parked or ended.</summary>
internal interface IWorker
{
    /// <summary>Index of the actor-learner that the present turn serves.</summary>
    int Actor { get; }

    /// <summary>Whether there is another turn.</summary>
    bool HasWork { get; }

    /// <summary>Called on the worker's thread when it starts and when it leaves a pause.</summary>
    void BeginRunning();

    /// <summary>Called on the worker's thread before it is parked and when it ends.</summary>
    void EndRunning();

    /// <summary>Does a turn.</summary>
    void RunTurn();

    /// <summary>Gives up what the failed turn was about.</summary>
    void Abandon();
}
