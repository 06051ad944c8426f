namespace AsyncRL.Environments.Libretro.Tests;

/// <summary>A test that needs the core nestopia and the free game efp of Debian; it is skipped where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NesFactAttribute : FactAttribute
{
    internal const string Game = "/usr/share/nes/efp.nes";

    public NesFactAttribute()
    {
        bool hasCore = LibretroBridge.FindState().Contains("nestopia_libretro.so", StringComparison.Ordinal);
        if (!hasCore || !File.Exists(Game))
            Skip = "needs the packages libretro-nestopia and efp (sudo apt-get install libretro-nestopia efp)";
    }
}
