using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>A pixel as it lies in an image of three channels.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct Pixel(uint colour)
{
    /// <summary>The red channel.</summary>
    internal readonly byte Red = (byte)(colour >> 16);

    /// <summary>The green channel.</summary>
    internal readonly byte Green = (byte)(colour >> 8);

    /// <summary>The blue channel.</summary>
    internal readonly byte Blue = (byte)colour;
}
