using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Reads sections of checkpoints as bytes.</summary>
internal static class CheckpointBytes
{
    /// <summary>All bytes of a section.</summary>
    internal static byte[] ReadAllBytes(this CheckpointFile file, string section)
    {
        using var bytes = new MemoryStream();
        file.Bytes(section).CopyTo(bytes);
        return bytes.ToArray();
    }
}
