using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Libretro.Native;

/// <summary>
/// The functions that a core calls. Libretro passes them no context. Therefore the thread keeps the core whose function it is calling:
/// cores call back on the same thread, before that function returns.
/// </summary>
internal static unsafe class CoreCallbacks
{
    private const uint Joystick = 1, MaskOfButtons = 256;
    private const uint CanDuplicateFrames = 3, SystemDirectory = 9, SetPixelFormat = 10, GetVariable = 15, VariablesChanged = 17;
    private const uint SaveDirectory = 31, InputMasks = 51 | 0x10000;

    [ThreadStatic]
    private static LibretroCore? _current;

    internal static void* Environment => (delegate* unmanaged[Cdecl]<uint, void*, byte>)&OnEnvironment;

    internal static void* Video => (delegate* unmanaged[Cdecl]<void*, uint, uint, nuint, void>)&OnVideo;

    internal static void* Sample => (delegate* unmanaged[Cdecl]<short, short, void>)&OnSample;

    internal static void* Samples => (delegate* unmanaged[Cdecl]<short*, nuint, nuint>)&OnSamples;

    internal static void* Poll => (delegate* unmanaged[Cdecl]<void>)&OnPoll;

    internal static void* Input => (delegate* unmanaged[Cdecl]<uint, uint, uint, uint, short>)&OnInput;

    /// <summary>Sets the core that the thread calls from now on; null afterwards.</summary>
    internal static void Enter(LibretroCore? core) => _current = core;

    /// <summary>Answers a question of the core. What is not known here is refused, which every core must bear.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnEnvironment(uint command, void* data)
    {
        switch (command)
        {
            case CanDuplicateFrames:
                // A frame that is shown again would be one that was not converted, where the frame before was not drawn.
                *(byte*)data = 0;
                return 1;
            case SystemDirectory or SaveDirectory when _current is { } core:
                *(byte**)data = core.DirectoryForFiles;
                return 1;
            case SetPixelFormat when _current is { } core && *(int*)data is >= 0 and <= (int)PixelFormat.Rgb565:
                core.Format = (PixelFormat)(*(int*)data);
                return 1;
            case VariablesChanged:
                *(byte*)data = 0;
                return 1;
            case InputMasks:
                return 1;
            case GetVariable:
            default:
                return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnVideo(void* data, uint width, uint height, nuint pitch)
    {
        _current?.Show((byte*)data, (int)width, (int)height, (int)pitch);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSample(short left, short right)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint OnSamples(short* samples, nuint frames) => frames;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPoll()
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static short OnInput(uint port, uint device, uint index, uint button)
    {
        if (_current is not { } core || port != 0 || (device & 0xFF) != Joystick) return 0;
        return button == MaskOfButtons ? core.Held : (short)((core.Held >> (int)(button & 15)) & 1);
    }
}
