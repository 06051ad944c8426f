using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>A pixel as it lies in an image of three channels.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Pixel
{
    private byte _red;
    private byte _green;
    private byte _blue;

    /// <summary>Gives it a colour, in place: a pixel made elsewhere and copied costs a stall, for its parts are read while being written.
    /// </summary>
    internal void Set(uint colour)
    {
        _red = (byte)(colour >> 16);
        _green = (byte)(colour >> 8);
        _blue = (byte)colour;
    }
}
