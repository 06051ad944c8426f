namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// The weights (N P)^−β that correct for the probabilities with which transitions are drawn (Schaul et al. 2016, section 3.4), divided by
/// the largest weight, so that they only make updates smaller.
/// </summary>
internal static class ImportanceWeights
{
    /// <summary>β after some agent steps: it rises linearly to 1 at the end of the run.</summary>
    /// <param name="first">β₀.</param>
    /// <param name="agentStep">T.</param>
    /// <param name="lastAgentStep">T_max.</param>
    internal static double ExponentAt(double first, long agentStep, long lastAgentStep) => // PER:7
        Math.Min(1, first + ((1 - first) * agentStep / lastAgentStep));

    /// <summary>Turns probabilities into weights.</summary>
    /// <param name="probabilities">P of each transition; overwritten by (N P)^−β.</param>
    /// <param name="count">N, the number of transitions of the memory.</param>
    /// <param name="exponent">β.</param>
    /// <param name="smallestProbability">
    /// The smallest probability of the memory, by whose weight all are divided; 0 to divide by the largest weight of the minibatch.
    /// </param>
    /// <param name="weights">Receives the weights.</param>
    internal static void Compute(
        Span<double> probabilities, int count, double exponent, double smallestProbability, Span<float> weights) // PER:3
    {
        double largest = smallestProbability > 0 ? Math.Pow(count * smallestProbability, -exponent) : 0;
        foreach (ref double number in probabilities)
        {
            number = Math.Pow(count * number, -exponent);
            if (!(smallestProbability > 0)) largest = Math.Max(largest, number);
        }

        for (int i = 0; i < weights.Length; i++) weights[i] = (float)(probabilities[i] / largest);
    }
}
