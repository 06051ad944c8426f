namespace AsyncRL.Algorithms.Parts;

/// <summary>Limits the magnitude of rewards in training (Mnih et al. 2013). Reported returns stay raw.</summary>
/// <param name="largest">The largest magnitude, 0 for no limit.</param>
internal readonly struct RewardClip(double largest)
{
    private readonly float _limit = largest > 0 ? (float)largest : float.PositiveInfinity;

    internal float Of(float reward) => Math.Clamp(reward, -_limit, _limit);
}
