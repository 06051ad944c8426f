using System.Numerics;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The cells of an image whose change pixel control learns to cause: the largest even number of cells of 4 × 4 pixels in each direction,
/// in the middle of the image. An image of 84 × 84 pixels has 20 × 20 cells in its central 80 × 80 pixels (Jaderberg et al. 2017).
/// </summary>
/// <remarks>
/// The number is even, because a transposed convolution of 4 × 4 kernels with stride 2 makes (side − 1) · 2 + 4 cells of a map with a side
/// of its own.
/// </remarks>
/// <param name="observation">The observations.</param>
internal sealed class PixelCells(ObservationSpecification observation)
{
    /// <summary>Pixels of a cell's side.</summary>
    internal const int Side = 4;

    /// <summary>Kernel and stride of the transposed convolution that makes the map.</summary>
    internal const int Kernel = 4, Stride = 2;

    /// <summary>The smallest side of an image.</summary>
    internal const int SmallestImage = Kernel * Side;

    /// <summary>Rows of cells.</summary>
    internal int Height { get; } = Cells(observation.Height);

    /// <summary>Cells of a row.</summary>
    internal int Width { get; } = Cells(observation.Width);

    /// <summary>Number of cells.</summary>
    internal int Count => Height * Width;

    /// <summary>Whether the observations have cells.</summary>
    internal static bool Fit(ObservationSpecification observation) => observation.Kind == ObservationKind.Pixels
        && observation.Height >= SmallestImage && observation.Width >= SmallestImage;

    /// <summary>Computes the change from one image to the next: the mean over a cell's pixels and channels of |new − old|.</summary>
    /// <param name="previous">The image before an action.</param>
    /// <param name="current">The image after it.</param>
    /// <param name="changes">[cell]: receives numbers from 0 to 1.</param>
    internal void Compute(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> current, Span<float> changes)
    {
        (int depth, int channels) = (observation.Channels, Math.Min(observation.FrameChannels, observation.Channels));
        int top = (observation.Height - (Height * Side)) / 2, left = (observation.Width - (Width * Side)) / 2;
        float scale = 1f / (byte.MaxValue * Side * Side * channels);
        for (int cell = 0; cell < Count; cell++)
        {
            (int row, int column) = Math.DivRem(cell, Width);
            int corner = ((((top + (row * Side)) * observation.Width) + left + (column * Side)) * depth) + depth - channels;
            changes[cell] = scale * Difference<byte, int>(
                previous[corner..], current[corner..], Side, observation.Width * depth, depth, channels);
        }
    }

    /// <summary>Σ |new − old| over the pixels of a cell and the last channels of each pixel, those of the newest frame.</summary>
    internal static TSum Difference<T, TSum>(
        ReadOnlySpan<T> previous, ReadOnlySpan<T> current, int side, int rowStride, int pixelStride, int channels)
        where T : INumberBase<T>
        where TSum : INumber<TSum>
    {
        TSum sum = TSum.Zero;
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                int pixel = (row * rowStride) + (column * pixelStride);
                for (int i = pixel; i < pixel + channels; i++)
                    sum += TSum.Abs(TSum.CreateTruncating(current[i]) - TSum.CreateTruncating(previous[i]));
            }
        }

        return sum;
    }

    private static int Cells(int pixels) => pixels / Side / 2 * 2;
}

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
