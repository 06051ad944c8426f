using AsyncRL.Profiling;

namespace AsyncRL.Cli.Profiles;

/// <summary>The two logarithmic axes of the picture: operations per byte to the right, and operations per second upward.</summary>
internal sealed class RooflineAxes
{
    private readonly double _left, _bottom, _pixelsPerDoubling, _pixelsPerDecade;

    /// <summary>Finds the ranges that contain all points and both ends of the ceilings.</summary>
    /// <param name="frame">The rectangle of the plot.</param>
    /// <param name="points">The points to draw.</param>
    /// <param name="peak">Operations per second of the flat ceiling.</param>
    internal RooflineAxes(Box frame, IEnumerable<RooflinePoint> points, double peak)
    {
        Frame = frame;
        double least = 0.25, most = 64, lowest = peak / 20;
        foreach (RooflinePoint point in points)
        {
            (least, most) = (Math.Min(least, point.Intensity / 2), Math.Max(most, point.Intensity * 4));
            lowest = Math.Min(lowest, point.FlopsPerSecond / 2);
        }

        (FirstDoubling, LastDoubling) = ((int)Math.Floor(Math.Log2(least)), (int)Math.Ceiling(Math.Log2(most)));
        (FirstDecade, LastDecade) = ((int)Math.Floor(Math.Log10(lowest)), (int)Math.Ceiling(Math.Log10(peak * 1.5)));
        (_left, _bottom) = (frame.X, frame.Y + frame.Height);
        _pixelsPerDoubling = frame.Width / (LastDoubling - FirstDoubling);
        _pixelsPerDecade = frame.Height / (LastDecade - FirstDecade);
    }

    internal Box Frame { get; }

    /// <summary>log₂ of the smallest intensity.</summary>
    internal int FirstDoubling { get; }

    /// <summary>log₂ of the largest intensity.</summary>
    internal int LastDoubling { get; }

    /// <summary>log₁₀ of the smallest rate.</summary>
    internal int FirstDecade { get; }

    /// <summary>log₁₀ of the largest rate.</summary>
    internal int LastDecade { get; }

    /// <summary>The smallest intensity.</summary>
    internal double LeastIntensity => Math.Pow(2, FirstDoubling);

    /// <summary>The largest intensity.</summary>
    internal double MostIntensity => Math.Pow(2, LastDoubling);

    /// <summary>The smallest rate.</summary>
    internal double LowestRate => Math.Pow(10, FirstDecade);

    /// <summary>The slope of a line of constant bandwidth, in degrees.</summary>
    internal double SlopeInDegrees => Math.Atan2(_pixelsPerDecade * Math.Log10(2), _pixelsPerDoubling) * 180 / Math.PI;

    internal double X(double intensity) => _left + (_pixelsPerDoubling * (Math.Log2(intensity) - FirstDoubling));

    internal double Y(double rate) => _bottom - (_pixelsPerDecade * (Math.Log10(rate) - FirstDecade));
}
