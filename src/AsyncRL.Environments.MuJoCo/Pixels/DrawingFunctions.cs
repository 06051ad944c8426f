using System.Runtime.InteropServices;
using AsyncRL.Environments.MuJoCo.Native;

namespace AsyncRL.Environments.MuJoCo.Pixels;

/// <summary>A rectangle of pixels (mjrRect).</summary>
/// <param name="Left">The first column.</param>
/// <param name="Bottom">The first row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal readonly record struct Viewport(int Left, int Bottom, int Width, int Height);

/// <summary>
/// The functions of MuJoCo that draw. Their structures are passed by pointers to blocks that are larger than those of every version, so
/// that nothing depends on what the structures contain.
/// </summary>
internal static unsafe partial class DrawingFunctions
{
    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjv_defaultCamera")]
    internal static partial void SetDefaultCamera(nint camera);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjv_defaultFreeCamera")]
    internal static partial void SetFreeCamera(nint model, nint camera);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjv_defaultOption")]
    internal static partial void SetDefaultOptions(nint options);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjv_defaultScene")]
    internal static partial void SetDefaultScene(nint scene);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjv_makeScene")]
    internal static partial void MakeScene(nint model, nint scene, int largestCount);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjv_freeScene")]
    internal static partial void FreeScene(nint scene);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjv_updateScene")]
    internal static partial void UpdateScene(
        nint model, nint data, nint options, nint perturbation, nint camera, int categories, nint scene);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjr_defaultContext")]
    internal static partial void SetDefaultContext(nint context);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjr_makeContext")]
    internal static partial void MakeContext(nint model, nint context, int fontScale);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjr_freeContext")]
    internal static partial void FreeContext(nint context);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjr_setBuffer")]
    internal static partial void SetBuffer(int buffer, nint context);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjr_render")]
    internal static partial void Render(Viewport viewport, nint scene, nint context);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mjr_readPixels")]
    internal static partial void ReadPixels(byte* colors, float* depths, Viewport viewport, nint context);
}
