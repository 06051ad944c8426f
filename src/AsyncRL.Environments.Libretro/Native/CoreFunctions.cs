using System.Runtime.InteropServices;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Libretro.Native;

/// <summary>The functions of one loaded core.</summary>
internal sealed unsafe class CoreFunctions
{
    private const uint SupportedVersion = 1;

    internal readonly delegate* unmanaged[Cdecl]<void> Initialize;
    internal readonly delegate* unmanaged[Cdecl]<void> Deinitialize;
    internal readonly delegate* unmanaged[Cdecl]<SystemInformation*, void> GetSystem;
    internal readonly delegate* unmanaged[Cdecl]<ScreenInformation*, void> GetScreen;
    internal readonly delegate* unmanaged[Cdecl]<uint, uint, void> SetController;
    internal readonly delegate* unmanaged[Cdecl]<GameInformation*, byte> LoadGame;
    internal readonly delegate* unmanaged[Cdecl]<void> UnloadGame;
    internal readonly delegate* unmanaged[Cdecl]<void> RunFrame;
    internal readonly delegate* unmanaged[Cdecl]<nuint> StateLength;
    internal readonly delegate* unmanaged[Cdecl]<void*, nuint, byte> SaveState;
    internal readonly delegate* unmanaged[Cdecl]<void*, nuint, byte> RestoreState;
    internal readonly delegate* unmanaged[Cdecl]<uint, byte*> Memory;
    internal readonly delegate* unmanaged[Cdecl]<uint, nuint> MemoryLength;

    private readonly nint _handle;
    private readonly string _path;

    /// <summary>Binds the functions, and gives the core its callbacks.</summary>
    /// <param name="handle">The loaded library.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="InputException">The library is no core of libretro, or of another version.</exception>
    internal CoreFunctions(nint handle, string path)
    {
        (_handle, _path) = (handle, path);
        uint version = ((delegate* unmanaged[Cdecl]<uint>)Find("retro_api_version"))();
        if (version != SupportedVersion)
        {
            throw new InputException(
                $"The core {path} has version {version} of libretro's interface; expected version {SupportedVersion}.");
        }

        Initialize = (delegate* unmanaged[Cdecl]<void>)Find("retro_init");
        Deinitialize = (delegate* unmanaged[Cdecl]<void>)Find("retro_deinit");
        GetSystem = (delegate* unmanaged[Cdecl]<SystemInformation*, void>)Find("retro_get_system_info");
        GetScreen = (delegate* unmanaged[Cdecl]<ScreenInformation*, void>)Find("retro_get_system_av_info");
        SetController = (delegate* unmanaged[Cdecl]<uint, uint, void>)Find("retro_set_controller_port_device");
        LoadGame = (delegate* unmanaged[Cdecl]<GameInformation*, byte>)Find("retro_load_game");
        UnloadGame = (delegate* unmanaged[Cdecl]<void>)Find("retro_unload_game");
        RunFrame = (delegate* unmanaged[Cdecl]<void>)Find("retro_run");
        StateLength = (delegate* unmanaged[Cdecl]<nuint>)Find("retro_serialize_size");
        SaveState = (delegate* unmanaged[Cdecl]<void*, nuint, byte>)Find("retro_serialize");
        RestoreState = (delegate* unmanaged[Cdecl]<void*, nuint, byte>)Find("retro_unserialize");
        Memory = (delegate* unmanaged[Cdecl]<uint, byte*>)Find("retro_get_memory_data");
        MemoryLength = (delegate* unmanaged[Cdecl]<uint, nuint>)Find("retro_get_memory_size");
    }

    /// <summary>Gives the core the functions that it calls. The core may call some of them at once.</summary>
    internal void SetCallbacks()
    {
        ((delegate* unmanaged[Cdecl]<void*, void>)Find("retro_set_environment"))(CoreCallbacks.Environment);
        ((delegate* unmanaged[Cdecl]<void*, void>)Find("retro_set_video_refresh"))(CoreCallbacks.Video);
        ((delegate* unmanaged[Cdecl]<void*, void>)Find("retro_set_audio_sample"))(CoreCallbacks.Sample);
        ((delegate* unmanaged[Cdecl]<void*, void>)Find("retro_set_audio_sample_batch"))(CoreCallbacks.Samples);
        ((delegate* unmanaged[Cdecl]<void*, void>)Find("retro_set_input_poll"))(CoreCallbacks.Poll);
        ((delegate* unmanaged[Cdecl]<void*, void>)Find("retro_set_input_state"))(CoreCallbacks.Input);
    }

    private void* Find(string name) => NativeLibrary.TryGetExport(_handle, name, out nint function)
        ? (void*)function
        : throw new InputException($"The library {_path} has no function {name}; expected a core of libretro.");
}
