using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Processes;

namespace AsyncRL.Environments.Torcs.Installation;

/// <summary>
/// The robot that drives for an agent, as a library that TORCS loads. Its C is part of this assembly. It is compiled at first use, into a
/// directory for caches; the name of the file has a hash of the source, so that another source is another file.
/// </summary>
internal static class RobotLibrary
{
    /// <summary>The command that installs a compiler.</summary>
    internal const string Install = "sudo apt-get install gcc libc6-dev";

    /// <summary>The parts of the source, each after those that it uses.</summary>
    private static readonly string[] Parts = ["layout", "track", "check", "messages", "robot"];

    private static readonly string[] Compilers = ["cc", "gcc", "clang"];

    /// <summary>
    /// Nothing here changes the arithmetic of the process: -ffast-math would, because it sets the mode of the floating point unit when the
    /// library is loaded.
    /// </summary>
    private static readonly string[] Arguments =
    [
        "-std=gnu11", "-O3", "-fno-strict-aliasing", "-fno-math-errno", "-fno-trapping-math", "-fvisibility=hidden", "-shared", "-fPIC",
        "-w", "-x", "c", "-", "-lm", "-o",
    ];

    private static readonly TimeSpan TimeToCompile = TimeSpan.FromSeconds(60);

    private static readonly Lock Compiling = new();

    /// <summary>The source.</summary>
    internal static string Source { get; } = ReadSource();

    /// <summary>Whether the robot was compiled before.</summary>
    internal static bool IsCompiled => File.Exists(FilePath());

    /// <summary>Finds a compiler on the search path. A directory that depends on the current one is passed over.</summary>
    /// <returns>Its full path; null if there is none.</returns>
    internal static string? FindCompiler()
    {
        string[] directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        IEnumerable<string> full = directories.Where(Path.IsPathFullyQualified);
        return Compilers.SelectMany(name => full.Select(directory => Path.Combine(directory, name))).FirstOrDefault(IsProgram);
    }

    /// <summary>Compiles the robot, unless it was compiled before.</summary>
    /// <returns>The path of the library.</returns>
    /// <exception cref="InputException">There is no compiler, it fails, or the directory cannot be written.</exception>
    internal static string Make()
    {
        string path = FilePath();
        lock (Compiling)
        {
            if (!File.Exists(path)) Compile(path);
        }

        return path;
    }

    /// <summary>Compiles a source.</summary>
    /// <param name="compiler">The compiler.</param>
    /// <param name="source">The source.</param>
    /// <param name="output">The path of the library.</param>
    /// <exception cref="InputException">The compiler cannot be run, or fails.</exception>
    internal static void Run(string compiler, string source, string output)
    {
        try
        {
            Process process = Process.Start(new ProcessStartInfo(compiler, [.. Arguments, output])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            using var watched = new WatchedProcess(compiler, process, TimeToCompile, readsOutput: true);
            watched.BeginAnswer();
            string? problem = Send(source, process.StandardInput);
            (int code, IReadOnlyList<string> lines) = watched.WaitForExit();
            if (code == 0 && File.Exists(output)) return;
            if (watched.IsLate) problem = $"it did not end within {TimeToCompile.TotalSeconds} seconds";
            throw new InputException(
                $"The compiler {compiler} cannot compile the robot of TORCS ({FirstError(lines) ?? problem ?? "it gave no reason"}); "
                + $"expected a C compiler with the headers of the system ({Install}).");
        }
        catch (Win32Exception problem)
        {
            throw new InputException(
                $"The compiler {compiler} cannot be run ({problem.Message}); expected a C compiler ({Install}).", problem);
        }
    }

    /// <summary>
    /// Compiles into a file of another name, which is renamed when it is complete. So several processes may do it at once, and one that is
    /// killed leaves no half library.
    /// </summary>
    private static void Compile(string path)
    {
        string compiler = FindCompiler() ?? throw new InputException(
            $"There is no C compiler on this machine; expected cc, gcc or clang, because the robot of TORCS is compiled at first use "
            + $"({Install}).");
        string unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            MakeOwnDirectory(Path.GetDirectoryName(path)!);
            Run(compiler, Source, unfinished);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"The robot of TORCS cannot be written to {Path.GetDirectoryName(path)} ({OneLine.Of(problem.Message).TrimEnd('.')}); "
                + "expected a directory that can be written, by XDG_CACHE_HOME.", problem);
        }
        finally
        {
            if (File.Exists(unfinished)) File.Delete(unfinished);
        }
    }

    private static bool IsProgram(string path)
    {
        const UnixFileMode anyone = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(path) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & anyone) != 0;
    }

    /// <summary>Makes the directory of the robot. Other users cannot write there, because TORCS runs what is in it.</summary>
    private static void MakeOwnDirectory(string path)
    {
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(path, own);
    }

    private static string? Send(string source, StreamWriter input)
    {
        try
        {
            using (input) input.Write(source);
            return null;
        }
        catch (IOException)
        {
            return "it did not read the source";
        }
    }

    private static string? FirstError(IReadOnlyList<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase));
        if (line is null && lines.Count > 0) line = lines[0];
        return line is null ? null : OneLine.Of(line).TrimEnd('.');
    }

    private static string FilePath()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{Source}{string.Join(' ', Arguments)}{RuntimeInformation.ProcessArchitecture}")))[..16];
        return Path.Combine(CacheDirectory(), "asyncrl", "torcs", $"robot-{hash}.so");
    }

    /// <summary>The directory of the user for caches; never one that depends on the current directory.</summary>
    private static string CacheDirectory()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathFullyQualified(cache)) return cache;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.IsPathFullyQualified(home) ? Path.Combine(home, ".cache") : throw new InputException(
            "The home directory, for the robot of TORCS, does not exist; expected the full path of a directory by XDG_CACHE_HOME.");
    }

    private static string ReadSource()
    {
        var source = new StringBuilder();
        foreach (string part in Parts)
        {
            using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(part)!;
            using var reader = new StreamReader(stream);
            source.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"#line 1 \"{part}.c\"").Append(reader.ReadToEnd());
        }

        return source.ToString();
    }
}
