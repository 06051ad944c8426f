namespace AsyncRL.Environments.Libretro.Definition;

/// <summary>How the bytes of a number are to be read.</summary>
internal enum NumberForm
{
    /// <summary>A binary number, not negative.</summary>
    Unsigned,

    /// <summary>A binary number in two's complement.</summary>
    Signed,

    /// <summary>Two decimal digits in each byte (binary-coded decimal), as scores often are.</summary>
    Decimal,

    /// <summary>One decimal digit in each byte.</summary>
    Digits,
}

/// <summary>A number in the game's memory.</summary>
/// <param name="Address">The position of its first byte.</param>
/// <param name="Length">Number of bytes, 1 to 4; up to 9 digits.</param>
/// <param name="Form">How they are to be read.</param>
/// <param name="IsBigEndian">Whether the first byte is the most significant one.</param>
internal sealed record MemoryNumber(int Address, int Length, NumberForm Form, bool IsBigEndian)
{
    /// <summary>The first position after the number.</summary>
    internal int End => Address + Length;

    /// <summary>Reads it. A nibble above 9 in a decimal number counts as it is.</summary>
    internal long Read(ReadOnlySpan<byte> memory)
    {
        long number = 0;
        for (int i = 0; i < Length; i++)
        {
            byte part = memory[IsBigEndian ? Address + i : Address + Length - 1 - i];
            number = Form switch
            {
                NumberForm.Decimal => (number * 100) + ((part >> 4) * 10) + (part & 15),
                NumberForm.Digits => (number * 10) + (part & 15),
                _ => (number << 8) | part,
            };
        }

        int unused = 64 - (8 * Length);
        return Form == NumberForm.Signed ? number << unused >> unused : number;
    }
}
