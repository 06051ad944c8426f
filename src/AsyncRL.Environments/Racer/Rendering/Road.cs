using System.Numerics;
using System.Runtime.CompilerServices;
using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// The road under neighboring pixels of a row, as many as a vector holds. From the middle outwards it consists of a dashed line, asphalt
/// in bands, white lines, and red and white kerbs in curves. Shares of a pixel are counted in 256ths.
/// </summary>
internal readonly ref struct Road
{
    private const float HalfWidth = (float)Track.HalfWidth;
    private const float KerbWidth = 1;
    private const float LineMiddle = HalfWidth - 0.35f;
    private const float LineWidth = 0.35f;
    private const float DashWidth = 0.3f;
    private const float DashPeriod = 8;
    private const float BandPeriod = 16;
    private const float KerbPeriod = 4;
    private const float StartLength = 3;
    private const float StartSquare = StartLength / 2;
    private const float KerbCurvature = 1f / 200;
    private const int Whole = 256;

    private readonly GroundRow _row;
    private readonly Vector<float> _lateral;
    private readonly Vector<float> _along;
    private readonly Vector<int> _hasKerb;

    /// <summary>Meters across the road that a pixel covers.</summary>
    private readonly Vector<float> _cover;

    /// <summary>256 divided by these meters.</summary>
    private readonly Vector<float> _scale;

    /// <summary>Finds the track's coordinates of places on the ground.</summary>
    /// <param name="samples">The samples nearest to these places.</param>
    /// <param name="column">The first column.</param>
    /// <param name="x">The x coordinates of the places in meters.</param>
    /// <param name="y">The y coordinates of the places in meters.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="row">The row of pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Road(SampleColumns samples, int column, Vector<float> x, Vector<float> y, in Camera camera, GroundRow row)
    {
        _row = row;
        Vector<float> directionX = new(samples.DirectionX, column), directionY = new(samples.DirectionY, column);
        Vector<float> curvature = new(samples.Curvature, column);
        Vector<float> dx = x - new Vector<float>(samples.X, column), dy = y - new Vector<float>(samples.Y, column);
        Vector<float> forward = (dx * directionX) + (dy * directionY), left = (dy * directionX) - (dx * directionY);
        _lateral = Vector.Abs(left - (0.5f * curvature * forward * forward));
        _along = new Vector<float>(samples.Along, column) + forward;
        _hasKerb = Vector.GreaterThan(Vector.Abs(curvature), new Vector<float>(KerbCurvature));

        Vector<float> cosine = (camera.ForwardX * directionX) + (camera.ForwardY * directionY);
        Vector<float> sine = (camera.ForwardX * directionY) - (camera.ForwardY * directionX);
        _cover = (Vector.Abs(cosine) * row.PixelWidth) + (Vector.Abs(sine) * row.PixelDepth);
        _scale = new Vector<float>(Whole) / _cover;
    }

    /// <summary>Draws the road over the grass.</summary>
    /// <param name="grass">The colors without the road.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector<uint> Over(Vector<uint> grass)
    {
        Vector<float> edge = Vector.ConditionalSelect(_hasKerb, new Vector<float>(HalfWidth + KerbWidth), new Vector<float>(HalfWidth));
        Vector<uint> share = Share(edge - _lateral);
        if (Vector.EqualsAll(share, Vector<uint>.Zero)) return grass;

        Vector<uint> white = new(_row.Line);
        Vector<uint> color = Choose(IsFirstHalf(_along, BandPeriod), new(_row.LightAsphalt), new(_row.DarkAsphalt));
        Vector<uint> dash = Stripe(_lateral, DashWidth) & IsFirstHalf(_along, DashPeriod).As<int, uint>();
        Vector<uint> line = Stripe(Vector.Abs(_lateral - new Vector<float>(LineMiddle)), LineWidth);
        color = Color.Mix(color, white, Vector.Max(dash, line));
        Vector<uint> kerb = Share(_lateral - new Vector<float>(HalfWidth)) & _hasKerb.As<int, uint>();
        color = Color.Mix(color, Choose(IsFirstHalf(_along, KerbPeriod), new(_row.KerbRed), white), kerb);
        return Color.Mix(grass, Choose(IsStart(), Start(white), color), share);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<int> IsStart() =>
        Vector.GreaterThanOrEqual(_along, Vector<float>.Zero) & Vector.LessThan(_along, new Vector<float>(StartLength));

    /// <summary>Draws the squares of the start line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<uint> Start(Vector<uint> white)
    {
        Vector<float> squares = Vector.Floor(_along * (1 / StartSquare)) + Vector.Floor(_lateral * (1 / StartSquare));
        return Choose(IsFirstHalf(squares, 2), new(_row.Black), white);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Choose(Vector<int> condition, Vector<uint> yes, Vector<uint> no) =>
        Vector.ConditionalSelect(condition.As<int, uint>(), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> IsFirstHalf(Vector<float> along, float period)
    {
        Vector<float> periods = along * (1 / period);
        return Vector.LessThan(periods - Vector.Floor(periods), new Vector<float>(0.5f));
    }

    /// <summary>The share of a pixel that is inside a stripe.</summary>
    /// <param name="distance">The distance of the pixel's middle from the stripe's middle, in meters.</param>
    /// <param name="width">The width of the stripe, in meters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<uint> Stripe(Vector<float> distance, float width)
    {
        Vector<float> inside = new Vector<float>(0.5f * width) - distance + (0.5f * _cover);
        return Shares(Vector.Min(inside, Vector.Min(new Vector<float>(width), _cover)) * _scale);
    }

    /// <summary>The share of a pixel that is inside an edge.</summary>
    /// <param name="distance">The distance of the pixel's middle from the edge, in meters, positive inside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<uint> Share(Vector<float> distance) => Shares((distance * _scale) + new Vector<float>(Whole / 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Shares(Vector<float> shares)
    {
        Vector<float> clipped = Vector.Min(Vector.Max(shares, Vector<float>.Zero), new Vector<float>(Whole));
        return Vector.ConvertToInt32Native(clipped).As<int, uint>();
    }
}

/// <summary>The colors of the road at a short distance.</summary>
internal static class RoadColors
{
    /// <summary>The mean color of the asphalt.</summary>
    internal const uint Asphalt = 0x6E6E74;

    /// <summary>The difference between the bands of asphalt and the mean color.</summary>
    internal const int BandLevels = 6;

    /// <summary>The lines, and the white of kerbs.</summary>
    internal const uint Line = 0xF0F0EC;

    /// <summary>The red of kerbs.</summary>
    internal const uint KerbRed = 0xC83028;

    /// <summary>The black squares of the start.</summary>
    internal const uint Black = 0x202024;
}
