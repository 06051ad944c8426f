namespace AsyncRL.Algorithms.Parameters;

/// <summary>A hyper-parameter as a function of T, that stays or falls linearly to 0 at T_max.</summary>
/// <param name="initial">Its value at T = 0.</param>
/// <param name="falls">Whether it falls: η does (paper, section 8; the shape by e-mail from the authors).</param>
/// <param name="lastAgentStep">T_max.</param>
public sealed class Annealing(double initial, bool falls, long lastAgentStep)
{
    /// <summary>The words for a user's choice, what the paper does with η first.</summary>
    public const string Words = "linear constant";

    /// <summary>Reads a user's choice.</summary>
    /// <param name="initial">The value at T = 0.</param>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <param name="lastAgentStep">T_max.</param>
    public Annealing(double initial, string word, long lastAgentStep)
        : this(initial, word == "linear", lastAgentStep)
    {
    }

    /// <summary>Its value after some agent steps of all threads.</summary>
    public double At(long agentSteps) => falls ? initial * Math.Max(0, 1 - ((double)agentSteps / lastAgentStep)) : initial;
}
