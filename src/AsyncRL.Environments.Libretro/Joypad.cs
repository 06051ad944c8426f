using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Libretro;

/// <summary>The buttons of libretro's joypad. A choice of an environment is the set of buttons that are held, a bit for each.</summary>
internal static class Joypad
{
    /// <summary>The choice that holds no button.</summary>
    internal const string None = "none";

    /// <summary>The names, each at its number in libretro (RETRO_DEVICE_ID_JOYPAD_…).</summary>
    private static readonly string[] Names =
        ["b", "y", "select", "start", "up", "down", "left", "right", "a", "x", "l", "r", "l2", "r2", "l3", "r3"];

    /// <summary>Reads "up+a".</summary>
    /// <param name="text">The names with plus signs between, or <see cref="None"/>.</param>
    /// <returns>Bit i is set if button i is held.</returns>
    /// <exception cref="InputException">There is no such button.</exception>
    internal static short Read(string text)
    {
        int held = 0;
        if (string.Equals(text.Trim(), None, StringComparison.OrdinalIgnoreCase)) return 0;
        foreach (string word in text.Split('+', StringSplitOptions.TrimEntries))
        {
            int button = Array.FindIndex(Names, name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase));
            if (button < 0) throw new InputException(Core.Options.Names.Unknown("button", word, [None, .. Names]));
            held |= 1 << button;
        }

        return (short)held;
    }
}
