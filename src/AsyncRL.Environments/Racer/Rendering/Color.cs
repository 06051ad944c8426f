using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>Colors as 0xRRGGBB.</summary>
internal static class Color
{
    /// <summary>The color of haze.</summary>
    internal const uint Haze = 0xB4CCDC;

    private const uint RedAndBlue = 0xFF00FF;
    private const uint Green = 0x00FF00;

    /// <summary>Mixes all channels of two colors at once. Green is computed separately, so no channel overflows into another.</summary>
    /// <param name="from">The color at 0.</param>
    /// <param name="to">The color at 256.</param>
    /// <param name="share">From 0 to 256.</param>
    internal static uint Mix(uint from, uint to, int share)
    {
        uint toShare = (uint)share, fromShare = 256 - toShare;
        uint redAndBlue = (((from & RedAndBlue) * fromShare) + ((to & RedAndBlue) * toShare)) >> 8;
        uint green = (((from & Green) * fromShare) + ((to & Green) * toShare)) >> 8;
        return (redAndBlue & RedAndBlue) | (green & Green);
    }

    /// <summary>Mixes colors pair by pair.</summary>
    /// <param name="from">The colors at 0.</param>
    /// <param name="to">The colors at 256.</param>
    /// <param name="share">From 0 to 256 each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<uint> Mix(Vector<uint> from, Vector<uint> to, Vector<uint> share)
    {
        Vector<uint> redAndBlueMask = new(RedAndBlue), greenMask = new(Green), rest = new Vector<uint>(256) - share;
        Vector<uint> redAndBlue = ((from & redAndBlueMask) * rest) + ((to & redAndBlueMask) * share);
        Vector<uint> green = ((from & greenMask) * rest) + ((to & greenMask) * share);
        return ((redAndBlue >> 8) & redAndBlueMask) | ((green >> 8) & greenMask);
    }

    /// <summary>Makes a color brighter or darker.</summary>
    /// <param name="color">The color.</param>
    /// <param name="change">Levels added to each channel; the result is clipped.</param>
    internal static uint Shade(uint color, int change)
    {
        int red = Math.Clamp((int)(color >> 16) + change, 0, 255);
        int green = Math.Clamp((int)((color >> 8) & 0xFF) + change, 0, 255);
        int blue = Math.Clamp((int)(color & 0xFF) + change, 0, 255);
        return (uint)((red << 16) | (green << 8) | blue);
    }
}
