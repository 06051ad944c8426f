using System.Numerics;
using System.Runtime.CompilerServices;

namespace AsyncRL.Environments.Drawing;

/// <summary>
/// A color as three bytes, the layout of a pixel in an image. The static methods compute with colors as numbers 0xRRGGBB: there several
/// channels, or several pixels, are computed at once.
/// </summary>
/// <param name="Red">Red, from 0 to 255.</param>
/// <param name="Green">Green, from 0 to 255.</param>
/// <param name="Blue">Blue, from 0 to 255.</param>
public readonly record struct Color(byte Red, byte Green, byte Blue)
{
    /// <summary>Full brightness.</summary>
    internal const int Full = 256;

    /// <summary>The weights of the luminance by Rec. 601 in 256ths, rounded so that they sum to 256.</summary>
    internal const int RedWeight = 77, GreenWeight = 150, BlueWeight = 29;

    private const uint RedAndBlueMask = 0xFF00FF;
    private const uint GreenMask = 0x00FF00;

    /// <summary>Black.</summary>
    public static Color Black => default;

    /// <summary>
    /// The gray of a black and white screen: the luminance, rounded. The preprocessing computes it with the same weights, so a gray screen
    /// equals a colored screen after the conversion to gray.
    /// </summary>
    public byte Luminance => (byte)(((RedWeight * Red) + (GreenWeight * Green) + (BlueWeight * Blue) + 128) >> 8);

    /// <summary>Darkens a color.</summary>
    /// <param name="color">The color.</param>
    /// <param name="brightness">From 0 to <see cref="Full"/>.</param>
    internal static uint Shaded(uint color, uint brightness) =>
        ((((color & RedAndBlueMask) * brightness) >> 8) & RedAndBlueMask) | ((((color & GreenMask) * brightness) >> 8) & GreenMask);

    /// <summary>Makes a color brighter or darker in proportion to each channel.</summary>
    /// <param name="color">The color.</param>
    /// <param name="amount">The change in 256ths of the color; −256 gives black.</param>
    internal static uint Varied(uint color, int amount) =>
        Varied(color >> 16, amount, 16) | Varied(color >> 8, amount, 8) | Varied(color, amount, 0);

    /// <summary>Makes a color brighter or darker by the same amount in each channel.</summary>
    /// <param name="color">The color.</param>
    /// <param name="change">Levels added to each channel; the result is clipped.</param>
    internal static uint Shifted(uint color, int change)
    {
        int red = Math.Clamp((int)(color >> 16) + change, 0, 255);
        int green = Math.Clamp((int)((color >> 8) & 0xFF) + change, 0, 255);
        int blue = Math.Clamp((int)(color & 0xFF) + change, 0, 255);
        return (uint)((red << 16) | (green << 8) | blue);
    }

    /// <summary>The mean of four colors.</summary>
    internal static uint Mean(uint first, uint second, uint third, uint fourth) =>
        Mean(first, second, third, fourth, 16) | Mean(first, second, third, fourth, 8) | Mean(first, second, third, fourth, 0);

    /// <summary>Mixes all channels of two colors at once. Green is computed separately, so no channel overflows into another.</summary>
    /// <param name="from">The color at 0.</param>
    /// <param name="to">The color at 256.</param>
    /// <param name="share">From 0 to 256.</param>
    internal static uint Mix(uint from, uint to, int share)
    {
        uint toShare = (uint)share, fromShare = 256 - toShare;
        uint redAndBlue = (((from & RedAndBlueMask) * fromShare) + ((to & RedAndBlueMask) * toShare)) >> 8;
        uint green = (((from & GreenMask) * fromShare) + ((to & GreenMask) * toShare)) >> 8;
        return (redAndBlue & RedAndBlueMask) | (green & GreenMask);
    }

    /// <summary>Mixes colors pair by pair.</summary>
    /// <param name="from">The colors at 0.</param>
    /// <param name="to">The colors at 256.</param>
    /// <param name="share">From 0 to 256 each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<uint> Mix(Vector<uint> from, Vector<uint> to, Vector<uint> share)
    {
        Vector<uint> redAndBlueMask = new(RedAndBlueMask), greenMask = new(GreenMask), rest = new Vector<uint>(256) - share;
        Vector<uint> redAndBlue = ((from & redAndBlueMask) * rest) + ((to & redAndBlueMask) * share);
        Vector<uint> green = ((from & greenMask) * rest) + ((to & greenMask) * share);
        return ((redAndBlue >> 8) & redAndBlueMask) | ((green >> 8) & greenMask);
    }

    private static uint Varied(uint channel, int amount, int shift) =>
        (uint)Math.Clamp(((int)(channel & 0xFF) * (Full + amount)) / Full, 0, 255) << shift;

    private static uint Mean(uint first, uint second, uint third, uint fourth, int shift) =>
        ((Channel(first, shift) + Channel(second, shift) + Channel(third, shift) + Channel(fourth, shift) + 2) / 4) << shift;

    private static uint Channel(uint color, int shift) => (color >> shift) & 0xFF;
}
