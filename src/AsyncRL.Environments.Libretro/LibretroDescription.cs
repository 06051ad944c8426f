using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Libretro.Definition;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Libretro;

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
