using System.Collections.Immutable;
using System.Linq;
using AsyncRL.Cli.Studies.Definition;

namespace AsyncRL.Cli.Studies;

/// <summary>The studies that come with the program: the files of the directory <c>studies</c>.</summary>
internal static class BuiltInStudies
{
    private const string Prefix = "studies/", Extension = ".json";

    /// <summary>Their names, in alphabetical order.</summary>
    internal static ImmutableArray<string> Names { get; } =
    [
        .. typeof(BuiltInStudies).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a study.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The study.</returns>
    internal static StudyDefinition Read(string name)
    {
        using Stream stream = typeof(BuiltInStudies).Assembly.GetManifestResourceStream($"{Prefix}{name}{Extension}")!;
        using var reader = new StreamReader(stream);
        return StudyReader.Read(reader.ReadToEnd(), name + Extension);
    }
}
