using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Environments.Gymnasium;
using AsyncRL.Environments.Libretro;
using AsyncRL.Environments.MuJoCo;
using AsyncRL.Environments.Torcs;

namespace AsyncRL.Cli;

/// <summary>
/// The bridges to environments of other programs. The runtime loads the assembly of a bridge when a method that names one of its classes is
/// first called. Therefore each function here is one that only the use of the bridge calls.
/// </summary>
internal static class Bridges
{
    /// <summary>The first part of the names of Gymnasium's environments. A constant, so that reading it loads nothing.</summary>
    internal const string Gymnasium = GymnasiumBridge.Prefix;

    /// <summary>The first part of the names of MuJoCo's tasks. A constant, so that reading it loads nothing.</summary>
    internal const string MuJoCo = MuJoCoBridge.Prefix;

    private static readonly EnvironmentFamily MuJoCoFamily = new(
        MuJoCo, $"{MuJoCo}TASK", MuJoCoBridge.Summary, task => MuJoCoBridge.Describe(task), () => MuJoCoBridge.FindState());

    private static readonly EnvironmentFamily GymnasiumFamily = new(
        Gymnasium, $"{Gymnasium}ID", GymnasiumBridge.Summary, id => GymnasiumBridge.Describe(id), () => GymnasiumBridge.FindState());

    private static readonly EnvironmentFamily LibretroFamily = new(
        LibretroBridge.Prefix, $"{LibretroBridge.Prefix}FILE.json", LibretroBridge.Summary, path => LibretroBridge.Describe(path),
        () => LibretroBridge.FindState());

    private static readonly EnvironmentFamily TorcsFamily = new(
        TorcsBridge.Prefix, $"{TorcsBridge.Prefix}TRACK", TorcsBridge.Summary, track => TorcsBridge.Describe(track),
        () => TorcsBridge.FindState());

    /// <summary>Adds the families of environments to the catalogue.</summary>
    internal static void Register()
    {
        foreach (EnvironmentFamily family in (EnvironmentFamily[])[GymnasiumFamily, LibretroFamily, MuJoCoFamily, TorcsFamily])
        {
            if (EnvironmentCatalogue.FamilyOf(family.Prefix) is null) EnvironmentCatalogue.Add(family);
        }
    }

    /// <summary>The note about a name of Gymnasium that means an environment of this program.</summary>
    /// <param name="typed">The name as it was typed; may be null.</param>
    /// <returns>The sentence; null if the name is no other name of an environment.</returns>
    internal static string? NoteOn(string? typed)
    {
        if (typed is null || EnvironmentCatalogue.FamilyOf(typed) is not null) return null;
        if (EnvironmentCatalogue.Find(typed) is not { } own || Names.Match(typed, own.OtherNames) is not { } other) return null;
        return $"{other} is {own.Name}, AsyncRL's own environment of the same rules; {Gymnasium}{other} is Gymnasium's, in a process of "
            + "your Python.";
    }
}
