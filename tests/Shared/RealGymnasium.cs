using System.Diagnostics;

namespace AsyncRL.TestSources;

/// <summary>
/// Gymnasium itself, where the system's Python can import it: installed, or a checkout on PYTHONPATH beside numpy and cloudpickle.
/// </summary>
internal static class RealGymnasium
{
    /// <summary>Why it cannot be used; null if it can.</summary>
    internal static string? Missing { get; } = FindMissing();

    /// <summary>Writes a program that can be given as the Python, which finds Gymnasium instead of the stand-in.</summary>
    /// <param name="directory">Where; modules in it are found, too.</param>
    /// <returns>Its path.</returns>
    internal static string WritePython(TemporaryDirectory directory) => StandInPython.Write(
        directory, $"PYTHONPATH='{StandInPython.UsersPath}:{directory.FullPath}' exec python3 \"$@\"");

    /// <summary>Runs a script.</summary>
    /// <param name="directory">A directory for the program.</param>
    /// <param name="script">The script.</param>
    /// <returns>What it wrote, and its errors.</returns>
    internal static (string Output, string Error) Run(TemporaryDirectory directory, string script)
    {
        var start = new ProcessStartInfo(WritePython(directory), ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process python = Process.Start(start)!;
        System.Threading.Tasks.Task<string> error = python.StandardError.ReadToEndAsync();
        return (python.StandardOutput.ReadToEnd(), error.GetAwaiter().GetResult());
    }

    private static string? FindMissing()
    {
        if (OperatingSystem.IsWindows()) return "The tests with Gymnasium start a shell script; Windows has none.";
        try
        {
            using var directory = new TemporaryDirectory();
            (string version, string error) = Run(directory, "import gymnasium, numpy; print(gymnasium.__version__)");
            return version.StartsWith('1') ? null : $"Gymnasium 1 cannot be imported by python3 ({LastLine(error)}).";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no python3.";
        }
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];
}

/// <summary>A test that needs Gymnasium, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealGymnasiumFactAttribute : FactAttribute
{
    public RealGymnasiumFactAttribute() => Skip = RealGymnasium.Missing;
}

/// <summary>The same for a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealGymnasiumTheoryAttribute : TheoryAttribute
{
    public RealGymnasiumTheoryAttribute() => Skip = RealGymnasium.Missing;
}
