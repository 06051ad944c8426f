namespace AsyncRL.TestSources;

/// <summary>The launchers of both families of MPI, under the names that Debian gives them.</summary>
internal static class MpiLaunchers
{
    internal const string OpenMpi = "mpirun.openmpi", Mpich = "mpirun.mpich";

    /// <summary>Why tests with a launcher are skipped; null if it is installed.</summary>
    internal static string? ReasonToSkip(string launcher) => IsInstalled(launcher)
        ? null : $"There is no {launcher}; expected the package openmpi-bin or mpich of Debian.";

    /// <summary>The options with which a launcher starts more processes than there are cores, as any user.</summary>
    /// <param name="launcher">One of the two.</param>
    /// <param name="binding">What each process is bound to, where the launcher binds: "none" or "core".</param>
    internal static string[] OptionsOf(string launcher, string binding = "none") =>
        launcher == OpenMpi ? ["--oversubscribe", "--allow-run-as-root", "--bind-to", binding] : [];

    /// <summary>Whether a launcher is installed.</summary>
    internal static bool IsInstalled(string launcher) => Array.Exists(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        directory => File.Exists(Path.Combine(directory, launcher)));
}
