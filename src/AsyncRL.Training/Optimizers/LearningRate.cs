namespace AsyncRL.Training.Optimizers;

/// <summary>η as a function of T.</summary>
/// <param name="initial">η at T = 0.</param>
/// <param name="falls">Whether it falls linearly to 0 at T_max (paper, section 8; the shape by e-mail from the authors), or stays.</param>
/// <param name="lastAgentStep">T_max.</param>
internal sealed class LearningRate(double initial, bool falls, long lastAgentStep)
{
    /// <summary>η after some agent steps of all threads.</summary>
    internal double At(long agentSteps) => falls ? initial * Math.Max(0, 1 - ((double)agentSteps / lastAgentStep)) : initial;
}
