using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AsyncRL.Environments.MuJoCo.Native;

/// <summary>
/// Gives MuJoCo its memory, with room behind each block. When the stack of a model is too small the engine reports an error and then writes
/// behind it; it must find room there until the error is seen. This is so in version 2.2.2 only: the stacks of newer versions grow
/// downwards, and the room does not protect them.
/// </summary>
internal static unsafe class EngineMemory
{
    /// <summary>Bytes behind each block. The system lends a page of them only when it is written.</summary>
    private const int Room = 1 << 20;

    /// <summary>The engine's own alignment.</summary>
    private const int Alignment = 64;

    /// <summary>Has the library take its memory here. It must have none yet.</summary>
    /// <param name="library">The loaded library.</param>
    internal static void GiveTo(nint library)
    {
        *(delegate* unmanaged[Cdecl]<nuint, void*>*)NativeLibrary.GetExport(library, "mju_user_malloc") = &Allocate;
        *(delegate* unmanaged[Cdecl]<void*, void>*)NativeLibrary.GetExport(library, "mju_user_free") = &Free;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Allocate(nuint size)
    {
        try
        {
            return NativeMemory.AlignedAlloc(checked(size + Room), Alignment);
        }
        catch (Exception problem) when (problem is OutOfMemoryException or OverflowException)
        {
            // The engine reports it.
            return null;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(void* block) => NativeMemory.AlignedFree(block);
}
