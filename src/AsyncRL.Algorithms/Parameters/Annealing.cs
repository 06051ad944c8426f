namespace AsyncRL.Algorithms.Parameters;

/// <summary>A hyper-parameter as a function of T. It is constant or falls linearly to 0 at T_max.</summary>
/// <param name="initial">Its value at T = 0.</param>
/// <param name="falls">Whether it falls, as η does in the paper (section 8; the shape by e-mail from the authors).</param>
/// <param name="lastAgentStep">T_max.</param>
public sealed class Annealing(double initial, bool falls, long lastAgentStep)
{
    /// <summary>The shapes that a user can choose. The first is the paper's for η.</summary>
    public const string Shapes = "linear constant";

    /// <summary>Creates the function for a user's choice.</summary>
    /// <param name="initial">The value at T = 0.</param>
    /// <param name="word">One of <see cref="Shapes"/>.</param>
    /// <param name="lastAgentStep">T_max.</param>
    public Annealing(double initial, string word, long lastAgentStep)
        : this(initial, word == "linear", lastAgentStep)
    {
    }

    /// <summary>Its value after some agent steps of all threads.</summary>
    public double At(long agentSteps) => falls ? initial * Math.Max(0, 1 - ((double)agentSteps / lastAgentStep)) : initial;
}
