using AsyncRL.Core.Options;
using AsyncRL.Environments.Torcs.Installation;

namespace AsyncRL.Environments.Torcs;

/// <summary>The bridge to the race car simulator TORCS: races by the name "torcs:TRACK". Each environment is a process of TORCS.</summary>
public static class TorcsBridge
{
    /// <summary>The first part of the names.</summary>
    public const string Prefix = "torcs:";

    /// <summary>A sentence that describes the environments.</summary>
    public const string Summary = "the track TRACK of the race car simulator TORCS, seen by sensors; torcs is torcs:g-track-1";

    /// <summary>The track of the name without a track: short, wide, with slow and fast curves.</summary>
    internal const string UsualTrack = "g-track-1";

    /// <summary>
    /// Adds the tracks to the catalogue of a program, so that runs find them by name. The command has them already.
    /// </summary>
    public static void Register() =>
        EnvironmentCatalogue.Add(new EnvironmentFamily(Prefix, $"{Prefix}TRACK", Summary, Describe, FindState));

    /// <summary>Looks whether the bridge can be used on this machine. Nothing is started or compiled for it.</summary>
    /// <returns>One line: usable, or what is missing and the command that mends it.</returns>
    public static string FindState()
    {
        try
        {
            TorcsInstallation torcs = TorcsInstallation.Find();
            if (RobotLibrary.IsCompiled) return $"usable: TORCS {TorcsInstallation.Version} ({torcs.Libraries})";
            return RobotLibrary.FindCompiler() is { } compiler
                ? $"usable: TORCS {TorcsInstallation.Version} ({torcs.Libraries}), robot to be compiled by {compiler}"
                : $"missing: a C compiler for the robot ({RobotLibrary.Install})";
        }
        catch (InputException missing)
        {
            return $"missing: {missing.Message.TrimEnd('.')}";
        }
    }

    /// <summary>Describes a race. Whether the track exists is found out when it is created.</summary>
    /// <param name="track">The track: "forza". The usual one if it is empty.</param>
    /// <returns>The description.</returns>
    public static EnvironmentDescription Describe(string track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return new TorcsDescription(track.Length == 0 ? UsualTrack : Names.Match(track, [UsualTrack]) ?? track);
    }
}
