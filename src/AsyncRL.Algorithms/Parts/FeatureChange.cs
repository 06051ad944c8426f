using System.Numerics;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The rewards of feature control (Jaderberg et al. 2017, section 3.1): what the network's features show after an action. Of an image with
/// channels a unit is a channel, with the mean of its pixels; of a vector it is a number.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="features">The shape of the features.</param>
/// <param name="isChange">
/// Whether the reward of a unit is its share of the change, |f′ − f| / Σ |f′ − f| (Dilokthanakul et al. 2017); otherwise it is f′.
/// </param>
internal sealed class FeatureChange<T>(Shape features, bool isChange)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _before = new T[features.Channels];
    private readonly T[] _rewards = new T[features.Channels];

    /// <summary>Computes the rewards of the units.</summary>
    /// <param name="previous">The features of the observation before an action.</param>
    /// <param name="current">The features of the observation after it.</param>
    /// <returns>[unit].</returns>
    internal ReadOnlySpan<T> Of(ReadOnlySpan<T> previous, ReadOnlySpan<T> current)
    {
        Average(current, _rewards);
        if (!isChange) return _rewards;
        Average(previous, _before);
        T sum = T.Zero;
        for (int unit = 0; unit < _rewards.Length; unit++)
        {
            _rewards[unit] = T.Abs(_rewards[unit] - _before[unit]);
            sum += _rewards[unit];
        }

        if (sum == T.Zero) return _rewards;
        foreach (ref T reward in _rewards.AsSpan()) reward /= sum;
        return _rewards;
    }

    /// <summary>The rewards where nothing is known of the observation after an action: 0.</summary>
    internal ReadOnlySpan<T> Nothing()
    {
        Array.Clear(_rewards);
        return _rewards;
    }

    private static void Average(ReadOnlySpan<T> image, Span<T> units)
    {
        units.Clear();
        for (int i = 0; i < image.Length; i++) units[i % units.Length] += image[i];
        T pixels = T.CreateChecked(image.Length / units.Length);
        foreach (ref T unit in units) unit /= pixels;
    }
}
