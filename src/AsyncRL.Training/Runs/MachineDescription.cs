using System.Reflection;
using System.Runtime.InteropServices;

namespace AsyncRL.Training.Runs;

/// <summary>The version of the program, and the machine on which it runs.</summary>
public static class MachineDescription
{
    /// <summary>The program's version, and, if known, a plus sign and the commit from which it was built.</summary>
    public static string Version { get; } =
        typeof(MachineDescription).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The processor's name, if the system provides it.</summary>
    public static string Processor { get; } = FindProcessor();

    /// <summary>System and runtime.</summary>
    public static string System { get; } =
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}";

    private static string FindProcessor()
    {
        const string LinuxFile = "/proc/cpuinfo";
        if (File.Exists(LinuxFile))
        {
            foreach (string line in File.ReadLines(LinuxFile))
            {
                if (line.StartsWith("model name", StringComparison.Ordinal))
                    return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }
}
