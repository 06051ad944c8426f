using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Games of libretro on the command line. The games themselves are tested beside their assembly.</summary>
public sealed class LibretroTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Wrong_names_and_files_get_a_sentence()
    {
        CommandLine.Run("train", "libretro:").AssertRefused("The name libretro: has no file; expected libretro:FILE.json.");
        CommandLine.Run("train", $"libretro:{_directory.At("none.json")}").AssertRefused("none.json cannot be read; expected a file that");
        File.WriteAllText(_directory.At("game.json"), """{ "core": "no_libretro.so", "gam": "" }""");
        CommandLine.Run("train", $"libretro:{_directory.At("game.json")}").AssertRefused("There is no member \"gam\"; did you mean game?");
        File.WriteAllText(
            _directory.At("game.json"),
            """{ "core": "no_libretro.so", "game": "g", "actions": ["none", "a"], "rewards": [{ "address": 1 }] }""");
        foreach (string command in (string[])["train", "check"])
        {
            CommandLine.Run(command, $"libretro:{_directory.At("game.json")}").AssertRefused(
                "There is no libretro core no_libretro.so; expected its path, or its name in", "(sudo apt-get install libretro-no)");
        }
    }

    [Fact]
    public void The_list_tells_which_cores_are_there()
    {
        CommandResult result = CommandLine.Run("list", "libretro", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("libretro:FILE.json", result.Output, StringComparison.Ordinal);
        Assert.Matches("usable: .*_libretro.so|missing: a core", result.Output);
    }
}
