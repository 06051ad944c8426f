using System.ComponentModel;
using System.Diagnostics;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Gymnasium;

/// <summary>Looks which of the bridge's packages the usual Python has. Nothing is imported, so that the look takes some 20 ms.</summary>
internal static class PythonState
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private const string Look = """
        import importlib.util, sys
        def has(name): return importlib.util.find_spec(name) is not None
        install = sys.executable + " -m pip install "
        missing = [name for name in ("gymnasium", "numpy") if not has(name)]
        if missing: print("missing: " + " and ".join(missing) + " of " + sys.executable + " (" + install + "gymnasium)")
        else:
            games = [words for name, words in (("ale_py", 'ALE (' + install + '"gymnasium[atari]")'),
                                               ("minatar", "MinAtar (" + install + "minatar)")) if not has(name)]
            print("usable: gymnasium of " + sys.executable + ("; missing for " + " and for ".join(games) if games else ""))
        """;

    /// <summary>Looks.</summary>
    /// <returns>One line: usable, or what is missing and the command that mends it.</returns>
    internal static string Find()
    {
        string python = new GymnasiumOptions().Python;
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(python, ["-c", Look])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            using var watch = new Timer(_ => process.Kill(entireProcessTree: true), null, Limit, Timeout.InfiniteTimeSpan);
            string line = OneLine.Of(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            return line.Length > 0 ? line : $"missing: an answer of {python} within {Limit.TotalSeconds} seconds (run {python} by hand)";
        }
        catch (Win32Exception)
        {
            return $"missing: {python} (sudo apt-get install python3)";
        }
    }
}
