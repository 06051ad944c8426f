using System.Runtime.InteropServices;

namespace AsyncRL.Distributed.Mpi;

/// <summary>Functions of the C library of Linux.</summary>
internal static partial class SystemLibrary
{
    /// <summary>Resolves every symbol at once, and lets libraries that are loaded later see them (RTLD_NOW, RTLD_GLOBAL).</summary>
    private const int NowAndGlobal = 0x102;

    private const int OnlineProcessors = 84;

    /// <summary>
    /// Loads a library whose symbols the libraries that it loads itself can see, as older plug-ins of Open MPI need.
    /// NativeLibrary.Load hides them.
    /// </summary>
    /// <param name="name">A name that the system looks for, or a path.</param>
    /// <param name="problem">Why it was not loaded, in the system's words.</param>
    /// <returns>The library, or 0.</returns>
    internal static nint LoadGlobally(string name, out string problem)
    {
        // A first call forgets the message of an earlier failure.
        _ = LastLoadError();
        nint library = Open(name);
        problem = library == 0 ? Marshal.PtrToStringUTF8(LastLoadError()) ?? "" : "";
        return library;
    }

    /// <summary>
    /// Sets a variable of the process that native code sees, unless it is set. Environment.SetEnvironmentVariable changes only a copy
    /// that belongs to .NET.
    /// </summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    internal static void SetVariableIfAbsent(string name, string value) => _ = SetVariable(name, value, 0);

    /// <summary>Number of processors of the machine; not positive if the system does not say.</summary>
    internal static int MachineProcessors() => (int)Configuration(OnlineProcessors);

    private static nint Open(string name)
    {
        try
        {
            return OpenFromC(name, NowAndGlobal);
        }
        catch (EntryPointNotFoundException)
        {
            return OpenFromLoader(name, NowAndGlobal);
        }
    }

    private static nint LastLoadError()
    {
        try
        {
            return LastErrorFromC();
        }
        catch (EntryPointNotFoundException)
        {
            return LastErrorFromLoader();
        }
    }

    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFromC(string name, int flags);

    [LibraryImport("libc", EntryPoint = "dlerror")]
    private static partial nint LastErrorFromC();

    /// <summary>Before its version 2.34 the GNU C library had a separate library for this.</summary>
    [LibraryImport("libdl.so.2", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFromLoader(string name, int flags);

    [LibraryImport("libdl.so.2", EntryPoint = "dlerror")]
    private static partial nint LastErrorFromLoader();

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "sysconf")]
    private static partial nint Configuration(int name);
}
