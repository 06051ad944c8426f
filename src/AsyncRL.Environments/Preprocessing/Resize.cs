namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Scales images to another size by area averaging. A pixel becomes the mean of the image pixels that it covers; a pixel that it covers
/// partly counts by the covered part.
/// </summary>
/// <remarks>The mean is exact, in whole numbers, and rounded to the nearest, with halves up. A constant image does not change.</remarks>
public sealed class Resize : ImageWrapper
{
    /// <summary>The largest height and width in pixels.</summary>
    public const int LargestSize = 2048;

    private readonly AreaAverage _average;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">An environment that shows images; the wrapper owns it from now on.</param>
    /// <param name="height">Rows of pixels in the result, 1 to <see cref="LargestSize"/>.</param>
    /// <param name="width">Pixels per row in the result, 1 to <see cref="LargestSize"/>.</param>
    /// <exception cref="ArgumentException">The environment shows no images, or larger ones.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public Resize(IEnvironment inner, int height, int width)
        : base(inner, ObservationSpecification.Pixels(height, width, inner?.Observation.Channels ?? 1))
    {
        ArgumentNullException.ThrowIfNull(inner);
        CheckSize(inner.Observation);
        CheckSize(Observation);
        _average = AreaAverage.Between(inner.Observation, Observation);
    }

    /// <inheritdoc/>
    protected override void Change(ReadOnlySpan<byte> image, Span<byte> changed) => _average.Apply(image, changed);

    internal static void CheckSize(ObservationSpecification image)
    {
        foreach (int size in (ReadOnlySpan<int>)[image.Height, image.Width])
        {
            if (size is < 1 or > LargestSize)
                throw new ArgumentOutOfRangeException(nameof(image), size, $"Expected 1 to {LargestSize} pixels in height and width.");
        }
    }
}
