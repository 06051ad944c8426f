using System.Runtime.CompilerServices;

namespace AsyncRL.TestSources;

/// <summary>
/// The system's own Python with stand-ins for Gymnasium and numpy, of the standard library alone, so that the tests need nothing else. The
/// stand-ins come first, so that an installed Gymnasium changes no test.
/// </summary>
internal static class StandInPython
{
    private const string Variable = "PYTHONPATH", Programs = "PATH", SystemPrograms = "/usr/bin";

    /// <summary>The directory of the stand-ins.</summary>
    internal static string Directory { get; } = Repository.PathOf("tests/Shared/Python");

    /// <summary>The directories of modules that the user of the tests had named.</summary>
    internal static string UsersPath { get; private set; } = "";

    /// <summary>Every Python that the tests start is the system's, if there is one, and finds the stand-ins.</summary>
    [ModuleInitializer]
    internal static void SetUp()
    {
        UsersPath = Environment.GetEnvironmentVariable(Variable) ?? "";
        Environment.SetEnvironmentVariable(Variable, Directory);
        if (File.Exists(Path.Combine(SystemPrograms, "python3")))
            Environment.SetEnvironmentVariable(Programs, $"{SystemPrograms}:{Environment.GetEnvironmentVariable(Programs)}");
        Environment.SetEnvironmentVariable("PYTHONDONTWRITEBYTECODE", "1");
    }

    /// <summary>Writes a program that can be given as the Python.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="script">The shell script; "$@" are the arguments of the Python.</param>
    /// <returns>Its path.</returns>
    internal static string Write(TemporaryDirectory directory, string script)
    {
        string path = directory.At($"python-{Guid.NewGuid():N}");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        const UnixFileMode runs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, runs);
        return path;
    }
}
