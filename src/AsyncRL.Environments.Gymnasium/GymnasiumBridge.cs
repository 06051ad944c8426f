using System.ComponentModel;
using System.Diagnostics;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Gymnasium;

/// <summary>The bridge to Gymnasium: environments by the name "gymnasium:ID", each in a process of the user's Python.</summary>
public static class GymnasiumBridge
{
    /// <summary>The first part of the names.</summary>
    public const string Prefix = "gymnasium:";

    /// <summary>
    /// Adds the environments of Gymnasium to the catalogue of a program, so that runs find them by name. The command has them already.
    /// </summary>
    public static void Register() =>
        EnvironmentCatalogue.Add(new EnvironmentFamily(Prefix, $"{Prefix}ID", Summary, Describe, FindState));

    /// <summary>A sentence that describes the environments.</summary>
    public const string Summary = "the environment ID of Gymnasium, or ID of MODULE:ID, in a process of your Python";

    /// <summary>Looks whether the bridge can be used on this machine, by a short look of the usual Python.</summary>
    /// <returns>One line: usable, or what is missing and the command that mends it.</returns>
    public static string FindState() => PythonState.Find();

    /// <summary>Describes an environment of Gymnasium. Whether it exists is found out when it is created.</summary>
    /// <param name="id">Its name in Gymnasium: "CartPole-v1", "ALE/Pong-v5", or "module:Id" for one that a module registers.</param>
    /// <returns>The description.</returns>
    /// <exception cref="InputException">The name is empty.</exception>
    public static EnvironmentDescription Describe(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Trim().Length == 0)
            throw new InputException($"The name {Prefix} has no environment; expected {Prefix}ID, for example {Prefix}CartPole-v1.");
        return new GymnasiumDescription(id);
    }
}

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
