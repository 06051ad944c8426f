namespace AsyncRL.Training.Exchange;

/// <summary>The facts and wishes that ranks tell each other in a round.</summary>
[Flags]
internal enum RankSignals
{
    None = 0,

    /// <summary>The actor-learners of the rank have done all their agent steps.</summary>
    Ended = 1,

    /// <summary>The rank was asked to stop.</summary>
    Stop = 2,

    /// <summary>A worker of the rank has failed.</summary>
    Fault = 4,

    /// <summary>The target return, or the end of the time of training, is reached.</summary>
    Early = 8,

    /// <summary>The state of all ranks is to be saved.</summary>
    Save = 16,

    /// <summary>The counts and episodes of all ranks are to be reported.</summary>
    Report = 32,

    /// <summary>θ is to be evaluated.</summary>
    Evaluate = 64,

    /// <summary>The common θ of the rank differed from that of the others.</summary>
    Mismatch = 128,
}
