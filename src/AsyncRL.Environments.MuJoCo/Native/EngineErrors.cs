using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.MuJoCo.Native;

/// <summary>
/// Takes the messages of MuJoCo. Without it an error of the engine waits for a key and then ends the process, and a warning writes a file
/// into the present directory.
/// </summary>
internal static unsafe class EngineErrors
{
    [ThreadStatic]
    private static string? _message;

    /// <summary>Has the library tell its errors and warnings here.</summary>
    /// <param name="library">The loaded library.</param>
    internal static void ReceiveFrom(nint library)
    {
        *(delegate* unmanaged[Cdecl]<byte*, void>*)NativeLibrary.GetExport(library, "mju_user_error") = &Keep;
        *(delegate* unmanaged[Cdecl]<byte*, void>*)NativeLibrary.GetExport(library, "mju_user_warning") = &Ignore;
    }

    /// <summary>Forgets an error that nothing took. Call it before functions of the engine whose errors are to be found.</summary>
    internal static void Forget() => _message = null;

    /// <summary>
    /// The first error of the engine in this thread since the last call or <see cref="Forget"/>, in one line; null if there was none.
    /// </summary>
    internal static string? Take()
    {
        string? message = _message;
        _message = null;
        return message;
    }

    /// <summary>The engine continues after this method returns, so the first message is the cause.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Keep(byte* message) => _message ??= OneLine.Of(Marshal.PtrToStringUTF8((nint)message) ?? "").TrimEnd('.');

    /// <summary>A simulation that became unstable is found by its clock.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(byte* message)
    {
    }
}
