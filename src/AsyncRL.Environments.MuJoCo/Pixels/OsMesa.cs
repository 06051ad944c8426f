using System.Runtime.InteropServices;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.MuJoCo.Pixels;

/// <summary>OSMesa, which draws OpenGL into memory without a display. It is loaded when the first picture is drawn.</summary>
internal static unsafe class OsMesa
{
    /// <summary>The command that installs it.</summary>
    internal const string Install = "sudo apt-get install libosmesa6";

    private const int Rgba = 0x1908, UnsignedByte = 0x1401, DepthBits = 24, StencilBits = 8, AccumulationBits = 8;

    private static readonly string[] FileNames = ["libOSMesa.so.8", "libOSMesa.so.6", "libOSMesa.so"];
    private static readonly Lazy<nint> Library = new(Find);

    /// <summary>Whether it is installed.</summary>
    internal static bool IsInstalled => Library.Value != 0;

    /// <summary>Makes sure that it is installed.</summary>
    /// <exception cref="InputException">It is not.</exception>
    internal static void Load()
    {
        if (!IsInstalled) throw new InputException($"Pictures of MuJoCo need libOSMesa, which is not installed; expected {Install}.");
    }

    /// <summary>Makes a context.</summary>
    /// <exception cref="InvalidOperationException">The library makes none.</exception>
    internal static nint MakeContext()
    {
        nint context = Create(Rgba, DepthBits, StencilBits, AccumulationBits, 0);
        return context != 0 ? context : throw new InvalidOperationException("OSMesa made no context for pictures.");
    }

    /// <summary>Makes a context that of this thread.</summary>
    /// <param name="context">The context.</param>
    /// <param name="pixels">Where it draws.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    internal static void Use(nint context, byte* pixels, int width, int height)
    {
        if (MakeCurrent(context, pixels, UnsignedByte, width, height) == 0)
            throw new InvalidOperationException("OSMesa refused a context for pictures.");
    }

    /// <summary>Frees a context.</summary>
    /// <param name="context">The context.</param>
    internal static void Free(nint context) =>
        ((delegate* unmanaged[Cdecl]<nint, void>)Export("OSMesaDestroyContext"))(context);

    private static nint Find()
    {
        foreach (string name in FileNames)
        {
            if (NativeLibrary.TryLoad(name, out nint handle)) return handle;
        }

        return 0;
    }

    private static nint Create(int format, int depth, int stencil, int accumulation, nint shared) =>
        ((delegate* unmanaged[Cdecl]<int, int, int, int, nint, nint>)Export("OSMesaCreateContextExt"))(
            format, depth, stencil, accumulation, shared);

    private static byte MakeCurrent(nint context, void* pixels, int type, int width, int height) =>
        ((delegate* unmanaged[Cdecl]<nint, void*, int, int, int, byte>)Export("OSMesaMakeCurrent"))(context, pixels, type, width, height);

    private static nint Export(string name) => NativeLibrary.GetExport(Library.Value, name);
}
