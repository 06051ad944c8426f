namespace AsyncRL.Algorithms.Replay;

/// <summary>
/// A constant ε for each environment. The first environments explore much, the last ones act almost greedily (Horgan et al. 2018, section
/// 4).
/// </summary>
internal static class EpsilonLadder
{
    private const double Exponent = 7;

    /// <summary>ε of an environment.</summary>
    /// <param name="index">i, from 0.</param>
    /// <param name="environments">Number of environments. One alone has the base.</param>
    /// <param name="start">ε of the first environment.</param>
    /// <param name="exponent">α.</param>
    internal static double Of(int index, int environments, double start, double exponent = Exponent) =>
        environments == 1 ? start : Math.Pow(start, 1 + (exponent * index / (environments - 1)));
}
