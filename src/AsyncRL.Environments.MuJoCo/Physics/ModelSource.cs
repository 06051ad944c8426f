namespace AsyncRL.Environments.MuJoCo.Physics;

/// <summary>Where a model comes from.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Path">The file of a user's model; null for a model of this assembly.</param>
internal sealed record ModelSource(string Name, string? Path)
{
    /// <summary>The same for the same model. A file is the same model while the process runs, even if it is changed.</summary>
    internal string Key => Path is null ? Name : System.IO.Path.GetFullPath(Path);

    /// <summary>The text of a model of this assembly.</summary>
    internal string ReadText()
    {
        using Stream stream = typeof(ModelSource).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The assembly has no model {Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
