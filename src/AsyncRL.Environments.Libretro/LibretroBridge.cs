using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Libretro.Definition;
using AsyncRL.Environments.Libretro.Native;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Libretro;

/// <summary>
/// Games of emulators by the name "libretro:FILE.json", where the file names the core, the game and the meaning of its memory.
/// </summary>
public static class LibretroBridge
{
    /// <summary>The first part of the names.</summary>
    public const string Prefix = "libretro:";

    /// <summary>A sentence that describes the environments.</summary>
    public const string Summary = "the game that FILE.json describes, in a core of libretro, with rewards read from the game's memory";

    /// <summary>Adds the games to the catalogue of a program, so that runs find them by name. The command has them already.</summary>
    public static void Register() =>
        EnvironmentCatalogue.Add(new EnvironmentFamily(Prefix, $"{Prefix}FILE.json", Summary, Describe, FindState));

    /// <summary>Looks which cores are in the usual directories of this machine.</summary>
    /// <returns>One line: usable, or what is missing and the command that mends it.</returns>
    public static string FindState()
    {
        List<string> cores = CoreFile.All();
        return cores.Count > 0
            ? $"usable: {string.Join(", ", cores)}"
            : "missing: a core, for example of the NES (sudo apt-get install libretro-nestopia)";
    }

    /// <summary>Describes a game. Whether its file, its core and the game exist is found out when it is created.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>The description.</returns>
    /// <exception cref="InputException">The name is empty.</exception>
    public static EnvironmentDescription Describe(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Trim().Length > 0
            ? new LibretroDescription(Path.GetFullPath(path))
            : throw new InputException($"The name {Prefix} has no file; expected {Prefix}FILE.json.");
    }
}

/// <summary>Describes a game by the path of the file that defines it.</summary>
/// <param name="path">The path.</param>
internal sealed class LibretroDescription(string path) : AtariStyleDescription<PreprocessingOptions>
{
    /// <inheritdoc/>
    public override string Name => LibretroBridge.Prefix + path;

    /// <inheritdoc/>
    public override string Summary => "a game of an emulator, in a core of libretro";

    /// <inheritdoc/>
    public override IFrameEnvironment CreateGame(PreprocessingOptions options, RandomGenerator generator) =>
        new LibretroGame(DefinitionReader.Read(path));
}
