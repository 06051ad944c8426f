namespace AsyncRL.Environments.Checking;

/// <summary>Saved states as bytes.</summary>
internal static class StateBytes
{
    /// <summary>Saves an environment; no bytes if it cannot.</summary>
    internal static byte[] Of(IEnvironment environment)
    {
        if (!environment.CanSave) return [];
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        environment.SaveState(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Restores an environment from a state between other data, and fails if it does not read exactly its own bytes.</summary>
    /// <exception cref="EnvironmentFaultException">It read less than was saved, or more.</exception>
    internal static void Restore(IEnvironment environment, byte[] state)
    {
        byte[] surrounded = [1, 2, 3, .. state, 4, 5, 6];
        using var stream = new MemoryStream(surrounded) { Position = 3 };
        using var reader = new BinaryReader(stream);
        environment.RestoreState(reader);
        long read = stream.Position - 3;
        if (read != state.Length)
            throw new EnvironmentFaultException($"Transfer read {read} bytes of the {state.Length} that it wrote.");
    }
}
