using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Gymnasium.Protocol;

/// <summary>
/// The Python modules of the child, which this assembly contains. They are sent to the Python's standard input, so that nothing needs to be
/// installed and no temporary file is left.
/// </summary>
internal static class ChildScript
{
    /// <summary>The modules, each after those that it imports; the last one runs the child.</summary>
    private static readonly string[] Modules =
        ["asyncrl_messages", "asyncrl_spaces", "asyncrl_players", "asyncrl_making", "asyncrl_child"];

    /// <summary>Reads the modules as JSON and makes each of them importable.</summary>
    private const string Loader = """
        import json, sys, types
        for name, source in json.loads(sys.stdin.buffer.read(int(sys.argv[1]))):
            sys.modules[name] = types.ModuleType(name)
            exec(compile(source, name + ".py", "exec"), sys.modules[name].__dict__)
        """;

    /// <summary>The modules as JSON, in UTF-8: a list of names and sources.</summary>
    internal static byte[] Text { get; } =
        JsonSerializer.SerializeToUtf8Bytes(Array.ConvertAll(Modules, name => new[] { name, Read(name) }));

    /// <summary>Starts the Python that will read the modules.</summary>
    /// <param name="python">The path or the name of the Python.</param>
    /// <param name="length">Bytes of <see cref="Text"/>.</param>
    /// <returns>The process.</returns>
    /// <exception cref="InputException">There is no such program.</exception>
    internal static Process Start(string python, int length)
    {
        const string Advice = "expected a Python 3 (sudo apt-get install python3), or the path of one by --set python=PATH";
        if (python.Trim().Length == 0) throw new InputException($"The option python is empty; {Advice}.");
        string[] arguments = ["-X", "faulthandler", "-c", Loader, length.ToString(CultureInfo.InvariantCulture)];
        try
        {
            return Process.Start(new ProcessStartInfo(python, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        }
        catch (Win32Exception problem)
        {
            const int NoSuchFile = 2;
            string reason = problem.NativeErrorCode == NoSuchFile ? $"There is no program {python}" : $"The program {python} cannot be run";
            throw new InputException($"{reason}; {Advice}.", problem);
        }
    }

    private static string Read(string module)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(module)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
