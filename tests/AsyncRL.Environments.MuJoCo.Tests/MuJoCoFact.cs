using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Native;
using AsyncRL.Environments.MuJoCo.Pixels;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>A test that needs the library of MuJoCo; without it the test is skipped. Continuous integration installs it.</summary>
internal sealed class MuJoCoFactAttribute : FactAttribute
{
    public MuJoCoFactAttribute() => Skip = Installed.Missing;
}

/// <summary>The same for a test with cases.</summary>
internal sealed class MuJoCoTheoryAttribute : TheoryAttribute
{
    public MuJoCoTheoryAttribute() => Skip = Installed.Missing;
}

/// <summary>A test that needs OSMesa besides.</summary>
internal sealed class PictureFactAttribute : FactAttribute
{
    public PictureFactAttribute() => Skip = Installed.Missing ?? (OsMesa.IsInstalled ? null : "libOSMesa is not installed.");
}

/// <summary>What the machine lacks.</summary>
internal static class Installed
{
    /// <summary>Why MuJoCo cannot be used; null if it can.</summary>
    internal static string? Missing { get; } = Find();

    private static string? Find()
    {
        try
        {
            MuJoCoLibrary.Load();
            return null;
        }
        catch (InputException missing)
        {
            return missing.Message;
        }
    }
}
