namespace AsyncRL.Training.Actors;

/// <summary>What an actor-learner's time goes into.</summary>
public enum Phase
{
    /// <summary>Copying θ to θ′ and clearing the gradient.</summary>
    Snapshot,

    /// <summary>Forward passes and choosing actions, the bootstrap included.</summary>
    Act,

    /// <summary>The environment.</summary>
    Environment,

    /// <summary>Returns, losses and backpropagation.</summary>
    Backward,

    /// <summary>Clipping and updating the shared parameters.</summary>
    Apply,
}
