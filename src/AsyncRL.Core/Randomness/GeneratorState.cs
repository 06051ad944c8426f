namespace AsyncRL.Core.Randomness;

/// <summary>The full state of a <see cref="RandomGenerator"/>: four 64-bit words that are not all zero.</summary>
/// <param name="Word0">First word.</param>
/// <param name="Word1">Second word.</param>
/// <param name="Word2">Third word.</param>
/// <param name="Word3">Fourth word.</param>
public readonly record struct GeneratorState(ulong Word0, ulong Word1, ulong Word2, ulong Word3)
{
    /// <summary>Writes the state as 32 bytes, first word first, each little-endian.</summary>
    /// <param name="writer">Receives the bytes.</param>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Word0);
        writer.Write(Word1);
        writer.Write(Word2);
        writer.Write(Word3);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Positioned at the first of the 32 bytes.</param>
    /// <returns>The state.</returns>
    public static GeneratorState Read(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new GeneratorState(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());
    }
}
