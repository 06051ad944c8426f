using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The noise of a Gaussian policy, ξₜ = ρ ξₜ₋₁ + √(1 − ρ²) εₜ with ε ~ N(0, I). Every ξ is standard normal, so that each action's own
/// likelihood is the policy's for every correlation ρ. With ρ above 0, the noise of consecutive actions tends to the same side, which
/// explores further. Owned by one thread.
/// </summary>
/// <param name="dimensions">Numbers in an action.</param>
/// <param name="correlation">ρ; 0 for independent noise.</param>
internal sealed class GaussianNoise(int dimensions, double correlation)
{
    private readonly float[] _noise = new float[dimensions];
    private readonly double _fresh = Math.Sqrt(1 - (correlation * correlation));

    /// <summary>Draws the noise before an episode's first action.</summary>
    internal void Begin(RandomGenerator generator)
    {
        if (correlation == 0) return;
        foreach (ref float number in _noise.AsSpan()) number = (float)generator.NextNormal();
    }

    /// <summary>Draws an action: μ + σ ξ.</summary>
    internal void Draw(RandomGenerator generator, ReadOnlySpan<float> mean, float deviation, Span<float> action)
    {
        for (int i = 0; i < action.Length; i++)
        {
            _noise[i] = (float)((correlation * _noise[i]) + (_fresh * generator.NextNormal()));
            action[i] = mean[i] + (deviation * _noise[i]);
        }
    }

    internal void SaveState(BinaryWriter writer)
    {
        foreach (float number in _noise) writer.Write(number);
    }

    internal void RestoreState(BinaryReader reader)
    {
        foreach (ref float number in _noise.AsSpan()) number = reader.ReadSingle();
        SavedState.CheckFinite("noise", _noise);
    }
}
