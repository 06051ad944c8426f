using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Processes;

/// <summary>
/// The programs that a process has started, if the process leads a group of processes, as POSIX has them. They are ended at the end of the
/// process, however it ends. A program that has left the group is not.
/// </summary>
internal sealed class ProcessGroup
{
    private const int KillSignal = 9;

    private readonly int _leader;
    private int _hasEnded;

    /// <summary>Ends the group as soon as its leader has ended.</summary>
    /// <param name="leader">The process. If it leads no group, nothing happens.</param>
    internal ProcessGroup(Process leader)
    {
        _leader = leader.Id;
        leader.Exited += (_, _) => End();
        leader.EnableRaisingEvents = true;
    }

    /// <summary>
    /// Ends every program of the group. Only the first call does it: later the system may have given the number to another group.
    /// </summary>
    internal void End()
    {
        if (!OperatingSystem.IsWindows() && Interlocked.Exchange(ref _hasEnded, 1) == 0) _ = Kill(-_leader, KillSignal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
