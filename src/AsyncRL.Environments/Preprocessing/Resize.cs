namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// Shows images in another size by area averaging: a pixel becomes the mean of what it covers of the image, in parts where it covers
/// pixels in part.
/// </summary>
/// <remarks>The mean is exact, in whole numbers, and rounded to nearest, half up: a constant image stays what it is.</remarks>
public sealed class Resize : ImageWrapper
{
    /// <summary>Pixels each way of the largest images.</summary>
    public const int LargestSize = 2048;

    private readonly AreaAverage _average;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">Shows images; the wrapper owns it from now on.</param>
    /// <param name="height">Rows of pixels to show, 1 to <see cref="LargestSize"/>.</param>
    /// <param name="width">Pixels per row to show, 1 to <see cref="LargestSize"/>.</param>
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

    private static void CheckSize(ObservationSpecification image)
    {
        foreach (int size in (ReadOnlySpan<int>)[image.Height, image.Width])
        {
            if (size is < 1 or > LargestSize)
                throw new ArgumentOutOfRangeException(nameof(image), size, $"Expected 1 to {LargestSize} pixels each way.");
        }
    }
}
