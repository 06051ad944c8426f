using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Labyrinth.View;

/// <summary>The memory of a pixel in an image of three channels.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Pixel
{
    private byte _red;
    private byte _green;
    private byte _blue;

    /// <summary>Sets the color in place. A pixel that is made elsewhere and copied causes a stall, because its parts are read while they
    /// are written.</summary>
    internal void Set(uint color)
    {
        _red = (byte)(color >> 16);
        _green = (byte)(color >> 8);
        _blue = (byte)color;
    }
}
