using System.Security.Cryptography;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>The SHA-256 of θ, by which two θ of any length are compared.</summary>
internal static class ThetaHash
{
    /// <summary>Computes the hash of the little-endian numbers.</summary>
    /// <param name="theta">θ.</param>
    /// <returns>64 hexadecimal digits.</returns>
    internal static string Of(ReadOnlySpan<float> theta)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var writer = new BinaryWriter(new CountingStream(Stream.Null, hash));
        writer.WriteNumbers(theta);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
