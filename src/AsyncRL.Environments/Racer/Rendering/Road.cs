namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>The road from the middle out: a dashed line, asphalt in bands, white lines, and in curves red and white kerbs.</summary>
internal static class Road
{
    private const uint Asphalt = 0x6E6E74;
    private const uint Line = 0xF0F0EC;
    private const uint KerbRed = 0xC83028;
    private const uint StartBlack = 0x202024;
    private const float HalfWidth = (float)Track.HalfWidth;
    private const float KerbWidth = 1;
    private const float LineMiddle = HalfWidth - 0.35f;
    private const float LineWidth = 0.35f;
    private const float DashWidth = 0.3f;
    private const float DashPeriod = 8;
    private const float BandPeriod = 16;
    private const float KerbPeriod = 4;
    private const float StartLength = 3;
    private const int BandLevels = 6;
    private const float KerbCurvature = 1f / 200;

    /// <summary>Draws the road at a place over the grass.</summary>
    /// <param name="grass">What would be there without it.</param>
    /// <param name="sample">A sample of the centre line near the place.</param>
    /// <param name="x">The place in metres.</param>
    /// <param name="y">The place in metres.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="row">The row in which the place is seen.</param>
    internal static uint Over(uint grass, in GroundSample sample, float x, float y, Camera camera, in GroundRow row)
    {
        float dx = x - sample.X, dy = y - sample.Y;
        float forward = (dx * sample.DirectionX) + (dy * sample.DirectionY);
        float left = (dy * sample.DirectionX) - (dx * sample.DirectionY);
        float lateral = Math.Abs(left - (0.5f * sample.Curvature * forward * forward));

        float cosine = (camera.ForwardX * sample.DirectionX) + (camera.ForwardY * sample.DirectionY);
        float sine = (camera.ForwardX * sample.DirectionY) - (camera.ForwardY * sample.DirectionX);
        float cover = (Math.Abs(cosine) * row.PixelWidth) + (Math.Abs(sine) * row.PixelDepth);
        bool hasKerb = Math.Abs(sample.Curvature) > KerbCurvature;
        float edge = hasKerb ? HalfWidth + KerbWidth : HalfWidth;
        float scale = 256 / cover;
        int share = Share((edge - lateral) * scale);
        if (share == 0) return grass;

        float along = sample.Along + forward;
        uint color = Surface(lateral, along, cover, scale, hasKerb, row);
        return share == 256 ? color : Color.Mix(grass, color, share);
    }

    private static uint Surface(float lateral, float along, float cover, float scale, bool hasKerb, in GroundRow row)
    {
        int band = along - (BandPeriod * MathF.Floor(along / BandPeriod)) < BandPeriod / 2 ? BandLevels : -BandLevels;
        uint color = unchecked(Asphalt + (uint)(((band * row.BandContrast) >> 8) * 0x010101));
        if (along < StartLength && along >= 0)
        {
            bool isBlack = ((int)(along / (StartLength / 2)) + (int)(lateral / (StartLength / 2)) & 1) == 0;
            return lateral < HalfWidth && isBlack ? StartBlack : Line;
        }

        if (lateral < DashWidth + cover)
        {
            if (along - (DashPeriod * MathF.Floor(along / DashPeriod)) >= DashPeriod / 2) return color;
            return Color.Mix(color, Line, Stripe(lateral, DashWidth, cover, scale));
        }

        if (lateral < LineMiddle - LineWidth - cover) return color;
        color = Color.Mix(color, Line, Stripe(Math.Abs(lateral - LineMiddle), LineWidth, cover, scale));
        int kerb = hasKerb ? Share((lateral - HalfWidth) * scale) : 0;
        if (kerb == 0) return color;
        bool isRed = along - (KerbPeriod * MathF.Floor(along / KerbPeriod)) < KerbPeriod / 2;
        return Color.Mix(color, isRed ? KerbRed : Line, kerb);
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
