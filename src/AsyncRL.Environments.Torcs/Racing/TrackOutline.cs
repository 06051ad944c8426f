using System.Runtime.InteropServices;

namespace AsyncRL.Environments.Torcs.Racing;

/// <summary>The edges of a track, as closed lines of straight pieces.</summary>
/// <param name="Length">Its length along the middle, in meters.</param>
/// <param name="Left">The begin of each piece of the left edge.</param>
/// <param name="Right">The begin of each piece of the right edge.</param>
internal sealed record TrackOutline(float Length, (float X, float Y)[] Left, (float X, float Y)[] Right)
{
    private const int Version = 1, Head = 3, NumbersPerPiece = 4;

    /// <summary>Reads what the robot sends at the start.</summary>
    /// <param name="content">The message: version, length, pieces, and the four numbers of each piece.</param>
    /// <returns>The edges; null if the message is none of this version.</returns>
    internal static TrackOutline? Read(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<byte, float>(content);
        if (numbers.Length < Head || numbers[0] != Version || numbers.Length != Head + (NumbersPerPiece * (long)numbers[2])) return null;
        var left = new (float, float)[(int)numbers[2]];
        var right = new (float, float)[left.Length];
        for (int i = 0; i < left.Length; i++)
        {
            ReadOnlySpan<float> piece = numbers.Slice(Head + (NumbersPerPiece * i), NumbersPerPiece);
            (left[i], right[i]) = ((piece[0], piece[1]), (piece[2], piece[3]));
        }

        return new TrackOutline(numbers[1], left, right);
    }
}
