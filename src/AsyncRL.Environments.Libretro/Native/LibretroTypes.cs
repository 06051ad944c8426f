using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Libretro.Native;

/// <summary>retro_system_info: what a core is.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SystemInformation
{
    internal byte* LibraryName;
    internal byte* LibraryVersion;
    internal byte* Extensions;

    /// <summary>Whether the core opens the game's file itself.</summary>
    internal byte NeedsPath;
    internal byte KeepsArchives;
}

/// <summary>retro_system_av_info: the size of the screen and the rates.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ScreenInformation
{
    internal uint Width;
    internal uint Height;
    internal uint LargestWidth;
    internal uint LargestHeight;
    internal float AspectRatio;
    internal double FramesPerSecond;
    internal double SamplesPerSecond;
}

/// <summary>retro_game_info: a game to load.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GameInformation
{
    internal byte* Path;
    internal byte* Data;
    internal nuint Size;
    internal byte* Meta;
}

/// <summary>retro_pixel_format: how a core writes a pixel.</summary>
internal enum PixelFormat
{
    /// <summary>16 bits: unused, 5 red, 5 green, 5 blue. The format of a core that chooses none.</summary>
    Rgb1555,

    /// <summary>32 bits: unused, red, green, blue.</summary>
    Rgb8888,

    /// <summary>16 bits: 5 red, 6 green, 5 blue.</summary>
    Rgb565,
}
