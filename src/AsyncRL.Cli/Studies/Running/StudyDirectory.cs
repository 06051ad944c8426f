using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Parsing;
using AsyncRL.Cli.Recording;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Studies.Running;

/// <summary>
/// The directory of a study: study.json, the runs, and what is made of them. One process at a time works in it.
/// </summary>
internal sealed class StudyDirectory : IDisposable
{
    internal const string ManifestName = "study.json";

    private const string LockName = "study-lock", StudyMember = "study", ShareMember = "budgetShare", FormatMember = "format";
    private const int Format = 1;

    /// <summary>What may be another when a study is continued: more runs, and what only the page shows.</summary>
    private static readonly HashSet<string> Changeable =
        ["title", "question", "source", "expectation", "seeds", "figures", "score", "best", "halve"];

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly FileStream _lock;

    private StudyDirectory(string path, FileStream held) => (Given, _lock) = (path, held);

    /// <summary>The directory, as the user wrote it.</summary>
    internal string Given { get; }

    /// <summary>Whether a study is in a directory.</summary>
    /// <param name="path">The directory.</param>
    internal static bool IsStudy(string path) => File.Exists(Path.Combine(path, ManifestName));

    /// <summary>Reads the study of a directory.</summary>
    /// <param name="path">The directory.</param>
    /// <returns>The study, and the share of its budget that is done.</returns>
    /// <exception cref="InputException">The file is damaged.</exception>
    internal static (StudyDefinition Study, double BudgetShare) Read(string path)
    {
        string file = Path.Combine(path, ManifestName);
        try
        {
            using JsonDocument document = LenientJson.Parse(File.ReadAllText(file));
            JsonElement root = document.RootElement;
            if (root.GetProperty(FormatMember).GetInt32() is var format and not Format)
                throw new InputException($"The study file {file} has format {format}; expected {Format}.");
            return (StudyReader.Read(root.GetProperty(StudyMember), $"study file {file}"), root.GetProperty(ShareMember).GetDouble());
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException($"The study file {file} is damaged; expected one that the command study wrote.", problem);
        }
    }

    /// <summary>Makes the directory of a study, or continues the one that is there.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="study">The study.</param>
    /// <param name="budgetShare">The share of its budget that is done.</param>
    /// <returns>The directory, locked.</returns>
    /// <exception cref="InputException">
    /// The directory is that of a run or of a study with other runs, another process works in it, or it cannot be made.
    /// </exception>
    internal static StudyDirectory Open(string path, StudyDefinition study, double budgetShare)
    {
        OutputDirectory.Refuse(path);
        if (IsStudy(path)) CheckSame(path, study, budgetShare);
        OutputDirectory.Make(path);
        var directory = new StudyDirectory(path, Lock(path));
        try
        {
            directory.Write(ManifestName, Document(study, budgetShare));
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file of the study. A file that is there is replaced only by a complete one.</summary>
    /// <param name="name">The file's name, which may begin with that of a directory.</param>
    /// <param name="text">The file.</param>
    internal void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file of the study. A file that is there is replaced only by a complete one.</summary>
    /// <param name="name">The file's name, which may begin with that of a directory.</param>
    /// <param name="content">The file.</param>
    internal void Write(string name, ReadOnlySpan<byte> content)
    {
        string path = Path.Combine(Given, Path.Combine(name.Split('/')));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var file = PictureFile.Create(path);
        file.Stream.Write(content);
        file.Finish();
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Takes the exclusive right to work in the directory, which the system releases when the process ends.</summary>
    private static FileStream Lock(string path)
    {
        string file = Path.Combine(path, LockName);
        bool isThere = File.Exists(file);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (isThere)
        {
            throw new InputException($"Another process runs the study in {path}; expected a study that no process runs.", problem);
        }
    }

    private static string Document(StudyDefinition study, double budgetShare) => new JsonObject
    {
        [FormatMember] = Format,
        [ShareMember] = budgetShare,
        [StudyMember] = StudyJson.Of(study),
    }.ToJsonString(Readable) + "\n";

    private static void CheckSame(string path, StudyDefinition study, double budgetShare)
    {
        (StudyDefinition before, double shareBefore) = Read(path);
        if (shareBefore != budgetShare)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{shareBefore}, not {budgetShare}");
            throw new InputException($"The study in {path} was run with the budget share {text}; expected the same or another directory.");
        }

        JsonObject old = StudyJson.Of(before), now = StudyJson.Of(study);
        foreach (string part in (string[])["tasks", "arms"]) KeepCommon(old[part]!.AsObject(), now[part]!.AsObject());
        foreach (JsonObject tasks in (JsonObject[])[old["tasks"]!.AsObject(), now["tasks"]!.AsObject()]) DropScales(tasks);
        foreach (string name in (IEnumerable<string>)[.. Keys(old), .. Keys(now)])
        {
            if (Changeable.Contains(name) || JsonNode.DeepEquals(old[name], now[name])) continue;
            (string place, string was, string isNow) = FirstDifference(name, old[name], now[name]);
            throw new InputException(
                $"The study in {path} was run with {place} {was}, not {isNow}; expected the same study or another directory.");
        }
    }

    /// <summary>Further tasks and arms have further runs. Those that are left out keep theirs.</summary>
    private static void KeepCommon(JsonObject old, JsonObject now)
    {
        foreach (string name in Keys(old)) _ = now.ContainsKey(name) || old.Remove(name);
        foreach (string name in Keys(now)) _ = old.ContainsKey(name) || now.Remove(name);
    }

    /// <summary>What returns count as changes no run.</summary>
    private static void DropScales(JsonObject tasks)
    {
        foreach ((_, JsonNode? task) in tasks)
        {
            foreach (string name in StudyReader.ScaleMembers) task!.AsObject().Remove(name);
        }
    }

    private static List<string> Keys(JsonObject node)
    {
        var keys = new List<string>();
        foreach ((string key, _) in node) keys.Add(key);
        return keys;
    }

    private static (string Place, string Was, string IsNow) FirstDifference(string place, JsonNode? was, JsonNode? now)
    {
        if (was is not JsonObject one || now is not JsonObject other) return (place, TextOf(was), TextOf(now));
        foreach (string name in (IEnumerable<string>)[.. Keys(one), .. Keys(other)])
        {
            if (!JsonNode.DeepEquals(one[name], other[name])) return FirstDifference($"{place}.{name}", one[name], other[name]);
        }

        return (place, TextOf(was), TextOf(now));
    }

    private static string TextOf(JsonNode? node) => node is null ? "nothing" : node.ToJsonString(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
