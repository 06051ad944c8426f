using System.Numerics;
using System.Runtime.InteropServices;
using AsyncRL.Core.Options;

namespace AsyncRL.Training.Machine;

/// <summary>Ties threads to processors, on systems that support it: Linux and Windows.</summary>
internal static class ProcessorAffinity
{
    private const int BitsPerWord = 64;

    // Room for 8192 processors: Linux refuses a set that is smaller than its own.
    private const int LinuxWords = 128;

    /// <summary>The processors that the calling thread may run on, by number.</summary>
    /// <returns>At least one.</returns>
    /// <exception cref="InputException">The system cannot tie threads to processors, or does not report them.</exception>
    internal static int[] Allowed()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
            throw new InputException("The option pin does not work on this system; expected Linux or Windows, or no pin.");
        if (!TryReadSet(out ulong[] set))
            throw new InputException($"The system does not report processors (error {Marshal.GetLastPInvokeError()}); expected no pin.");
        var processors = new List<int>();
        for (int i = 0; i < set.Length * BitsPerWord; i++)
        {
            if ((set[i / BitsPerWord] >> (i % BitsPerWord) & 1) != 0) processors.Add(i);
        }

        return [.. processors];
    }

    /// <summary>Counts the processors that the calling thread may run on.</summary>
    /// <returns>Their number; 0 if the system does not report them.</returns>
    internal static int CountAllowed()
    {
        if (!TryReadSet(out ulong[] set)) return 0;
        int count = 0;
        foreach (ulong word in set) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>Tests on a separate thread whether threads can be tied to every allowed processor.</summary>
    /// <exception cref="InputException">Threads cannot be tied to a processor.</exception>
    internal static void Check()
    {
        InputException? refusal = null;
        var probe = new Thread(() =>
        {
            try
            {
                foreach (int processor in Allowed()) PinCurrentThread(processor);
            }
            catch (InputException problem)
            {
                refusal = problem;
            }
        });
        probe.Start();
        probe.Join();
        if (refusal is not null) throw new InputException(refusal.Message, refusal);
    }

    /// <summary>Ties the calling thread to a processor until the thread ends.</summary>
    /// <param name="processor">One of <see cref="Allowed"/>.</param>
    /// <returns>False if the system refuses.</returns>
    internal static bool TryPinCurrentThread(int processor) => TryBindCurrentThread([processor]);

    /// <summary>Lets the calling thread run on some processors only.</summary>
    /// <param name="processors">Numbers of processors.</param>
    /// <returns>False if the system refuses.</returns>
    internal static bool TryBindCurrentThread(IReadOnlyList<int> processors)
    {
        var set = new ulong[LinuxWords];
        foreach (int processor in processors) set[processor / BitsPerWord] |= 1ul << (processor % BitsPerWord);
        return OperatingSystem.IsLinux() ? SchedSetAffinity(0, set.Length * sizeof(ulong), set) == 0
            : OperatingSystem.IsWindows() && SetThreadAffinityMask(GetCurrentThread(), (nuint)set[0]) != 0;
    }

    /// <summary>Ties the calling thread to a processor until the thread ends.</summary>
    /// <param name="processor">One of <see cref="Allowed"/>.</param>
    /// <exception cref="InputException">The system refuses.</exception>
    internal static void PinCurrentThread(int processor)
    {
        if (TryPinCurrentThread(processor)) return;
        throw new InputException(
            $"The system refuses to pin a thread to processor {processor} (error {Marshal.GetLastPInvokeError()}); expected no pin.");
    }

    private static bool TryReadSet(out ulong[] set)
    {
        set = new ulong[LinuxWords];
        return OperatingSystem.IsLinux() ? SchedGetAffinity(0, set.Length * sizeof(ulong), set) >= 0
            : OperatingSystem.IsWindows() && ReadWindowsSet(out set[0]);
    }

    private static bool ReadWindowsSet(out ulong processors)
    {
        bool isKnown = GetProcessAffinityMask(GetCurrentProcess(), out nuint set, out _);
        processors = set;
        return isKnown;
    }

    /// <summary>sched_setaffinity(2). Thread 0 is the calling thread.</summary>
    [DllImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SchedSetAffinity(int thread, nint bytes, ulong[] set);

    [DllImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SchedGetAffinity(int thread, nint bytes, [Out] ulong[] set);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nuint SetThreadAffinityMask(nint thread, nuint set);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool GetProcessAffinityMask(nint process, out nuint set, out nuint systemSet);

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetCurrentThread();

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetCurrentProcess();
}

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
