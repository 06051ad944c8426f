namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>Numbers that look random and are the same each time: the grain of textures without stored random numbers.</summary>
internal static class Hash
{
    /// <summary>Mixes two numbers (the finalizer of MurmurHash3).</summary>
    internal static uint Of(uint a, uint b)
    {
        uint mixed = unchecked((a * 0x9E3779B1) ^ (b * 0x85EBCA77));
        mixed = unchecked((mixed ^ (mixed >> 16)) * 0x85EBCA6B);
        mixed = unchecked((mixed ^ (mixed >> 13)) * 0xC2B2AE35);
        return mixed ^ (mixed >> 16);
    }
}
