using System.Runtime.InteropServices;

namespace AsyncRL.Training.Machine;

/// <summary>Settings of the calling thread that .NET does not have.</summary>
internal static class CurrentThread
{
    private const int OfThread = 0, Niceness = 15;

    /// <summary>
    /// Lets other threads run first where several want one core. Linux ignores <see cref="Thread.Priority"/>. There the thread becomes as
    /// nice as 15: beside a thread that computes all the time it gets about 3 % of a core. Elsewhere, or where the system refuses, nothing
    /// changes.
    /// </summary>
    internal static void YieldToOthers()
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(OfThread, 0, Niceness);
    }

    /// <summary>setpriority(2). On Linux, 0 is the calling thread and not its process.</summary>
    [DllImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int thread, int niceness);
}
