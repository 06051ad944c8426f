namespace AsyncRL.Algorithms.Parts;

/// <summary>Scales rewards in training and limits their magnitude (Mnih et al. 2013). Reported returns stay raw.</summary>
/// <param name="largest">The largest magnitude after the scaling, 0 for no limit.</param>
/// <param name="factor">The factor of a reward.</param>
internal readonly struct RewardClip(double largest, double factor = 1)
{
    private readonly float _factor = (float)factor;
    private readonly float _limit = largest > 0 ? (float)largest : float.PositiveInfinity;

    internal float Of(float reward) => Math.Clamp(_factor * reward, -_limit, _limit);
}
