using System.Runtime.CompilerServices;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>
/// The road near a sample of the centre line, seen in a row of pixels. From the middle out: a dashed line, asphalt in bands, white lines,
/// and in curves red and white kerbs.
/// </summary>
internal readonly struct Road
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
    private const float KerbCurvature = 1f / 200;

    private readonly GroundSample _sample;
    private readonly GroundRow _row;
    private readonly bool _hasKerb;
    private readonly float _edge;
    private readonly float _halfBend;
    private readonly float _plainFrom;
    private readonly float _plainTo;

    /// <summary>Metres across the road that a pixel covers.</summary>
    private readonly float _cover;

    /// <summary>256 over these.</summary>
    private readonly float _scale;

    /// <summary>Prepares what is the same for all places near the sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="row">The row of pixels.</param>
    internal Road(in GroundSample sample, in Camera camera, GroundRow row)
    {
        (_sample, _row) = (sample, row);
        _hasKerb = Math.Abs(sample.Curvature) > KerbCurvature;
        float cosine = (camera.ForwardX * sample.DirectionX) + (camera.ForwardY * sample.DirectionY);
        float sine = (camera.ForwardX * sample.DirectionY) - (camera.ForwardY * sample.DirectionX);
        _cover = (Math.Abs(cosine) * row.PixelWidth) + (Math.Abs(sine) * row.PixelDepth);
        _scale = 256 / _cover;
        _edge = _hasKerb ? HalfWidth + KerbWidth : HalfWidth;
        _halfBend = 0.5f * sample.Curvature;
        (_plainFrom, _plainTo) = (DashWidth + _cover, LineMiddle - LineWidth - _cover);
    }

    /// <summary>Looks at a place.</summary>
    /// <param name="x">In metres.</param>
    /// <param name="y">In metres.</param>
    /// <param name="color">Receives the road's colour if the place is on it.</param>
    /// <returns>The share of the pixel that the road covers, of 256.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int At(float x, float y, out uint color)
    {
        float dx = x - _sample.X, dy = y - _sample.Y;
        float forward = (dx * _sample.DirectionX) + (dy * _sample.DirectionY);
        float left = (dy * _sample.DirectionX) - (dx * _sample.DirectionY);
        float lateral = Math.Abs(left - (_halfBend * forward * forward));
        color = 0;
        if (lateral - _edge > 0.5f * _cover) return 0;

        float along = _sample.Along + forward;
        color = IsFirstHalf(along, BandPeriod) ? _row.LightAsphalt : _row.DarkAsphalt;
        if (lateral > _plainFrom && lateral < _plainTo && along > StartLength) return 256;
        color = Marked(color, lateral, along);
        return Share((_edge - lateral) * _scale);
    }

    /// <summary>The road where it is not plain asphalt.</summary>
    /// <param name="asphalt">The asphalt's colour.</param>
    /// <param name="lateral">Metres from the centre line.</param>
    /// <param name="along">Metres from the start.</param>
    private uint Marked(uint asphalt, float lateral, float along)
    {
        if (along is >= 0 and < StartLength)
        {
            const float Square = StartLength / 2;
            bool isBlack = (((int)(along / Square) + (int)(lateral / Square)) & 1) == 0;
            return lateral < HalfWidth && isBlack ? _row.Black : _row.Line;
        }

        uint color = asphalt;
        int dash = IsFirstHalf(along, DashPeriod) ? Stripe(lateral, DashWidth, _cover, _scale) : 0;
        int line = Stripe(Math.Abs(lateral - LineMiddle), LineWidth, _cover, _scale);
        if (dash + line > 0) color = Color.Mix(color, _row.Line, Math.Max(dash, line));
        int kerb = _hasKerb ? Share((lateral - HalfWidth) * _scale) : 0;
        return kerb == 0 ? color : Color.Mix(color, IsFirstHalf(along, KerbPeriod) ? _row.KerbRed : _row.Line, kerb);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsFirstHalf(float along, float period)
    {
        float periods = along * (1 / period);
        return periods - MathF.Floor(periods) < 0.5f;
    }

    /// <summary>The share of a pixel that lies within a stripe, of 256.</summary>
    private static int Stripe(float distance, float width, float cover, float scale)
    {
        float inside = Math.Min((0.5f * width) - distance + (0.5f * cover), Math.Min(width, cover));
        return Math.Clamp((int)(inside * scale), 0, 256);
    }

    /// <summary>The share of a pixel that lies beyond an edge, of 256, from 256 times its middle's distance in pixels.</summary>
    private static int Share(float distance) => Math.Clamp((int)(distance + 128), 0, 256);
}
