using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Studies.Definition;

/// <summary>Reads the file of a study. docs/studies.md describes its members.</summary>
internal static class StudyReader
{
    private const string Expected = "expected an object with the runs of a study, for example "
        + "{\"runs\": {\"environment\": \"catch\"}, \"seeds\": \"1..5\"}.";

    /// <summary>Members of a task that say what its returns count as.</summary>
    internal static readonly string[] ScaleMembers = [Low, High, Bar];

    private const string Low = "low", High = "high", Bar = "bar";

    private static readonly string[] Members =
    [
        "title", "question", "source", "expectation", "runs", "tasks", "arms", "vary", "pair", "seeds", "drawSeed", "alone", "score",
        "best", "halve", "figures",
    ];

    /// <summary>Reads a study.</summary>
    /// <param name="text">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <returns>The study.</returns>
    /// <exception cref="InputException">The text is no JSON object, or a member has another name, type or value than expected.</exception>
    internal static StudyDefinition Read(string text, string path)
    {
        try
        {
            using JsonDocument document = LenientJson.Parse(text);
            return Read(document.RootElement, $"study file {path}");
        }
        catch (JsonException problem)
        {
            throw new InputException($"The study file {path} is no JSON object{LenientJson.Describe(problem)}; {Expected}", problem);
        }
    }

    /// <summary>Reads a study from an object, which may be a part of a larger document.</summary>
    /// <param name="root">The object.</param>
    /// <param name="place">What it is, for messages.</param>
    /// <returns>The study.</returns>
    internal static StudyDefinition Read(JsonElement root, string place)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InputException($"The {place} holds {OptionsFile.KindOf(root)}; {Expected}");
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (Array.IndexOf(Members, member.Name) >= 0) continue;
            throw new InputException($"The {place}: {Names.Unknown("member", member.Name, Members)}");
        }

        var reader = new OptionsFileReader(root, place);
        OptionsFile runs = root.TryGetProperty("runs", out JsonElement common)
            ? OptionsFile.Read(common, $"member runs of the {place}") : new OptionsFile();
        ulong drawSeed = reader.Number<ulong>("drawSeed") ?? 1;
        return new StudyDefinition
        {
            Title = reader.Text("title") ?? "",
            Question = reader.Text("question") ?? "",
            Source = reader.Text("source") ?? "",
            Expectation = reader.Text("expectation") ?? "",
            Runs = runs,
            Tasks = ReadTasks(root, place, runs),
            Arms = ReadArms(root, place, runs),
            Varied = ReadVaried(root, place, drawSeed),
            IsPaired = reader.Flag("pair"),
            Seeds = ReadSeeds(root, reader),
            DrawSeed = drawSeed,
            IsAlone = reader.Flag("alone"),
            Score = reader.OneOf("score", StudyDefinition.Scores) ?? "final",
            Best = reader.Number<int>("best"),
            Halve = reader.Number<int>("halve"),
            Figures = ReadFigures(root, place),
        };
    }

    private static ImmutableArray<StudyTask> ReadTasks(JsonElement root, string place, OptionsFile runs)
    {
        var tasks = ImmutableArray.CreateBuilder<StudyTask>();
        foreach ((string name, JsonElement value) in MembersOf(root, "tasks", place))
        {
            string own = $"task {name} of the {place}";
            var settings = OptionsFile.Read(value, own, ScaleMembers);
            var reader = new OptionsFileReader(value, own);
            bool isOwn = settings.Environment is not null;
            OptionsFile whole = settings with
            {
                Environment = settings.Environment ?? runs.Environment ?? name,
                Assembly = isOwn ? settings.Assembly : settings.Assembly ?? runs.Assembly,
            };
            var task = new StudyTask(name, whole)
            {
                Low = reader.Real(Low),
                High = reader.Real(High),
                Bar = reader.Real(Bar),
            };
            if (task.HasScale && !(task.High > task.Low))
            {
                throw new InputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {own} has the high return {task.High} and the low return {task.Low}; expected a higher one."));
            }

            tasks.Add(task);
        }

        if (tasks.Count > 0) return tasks.ToImmutable();
        return [new StudyTask(runs.Environment ?? "task", new OptionsFile { Environment = runs.Environment, Assembly = runs.Assembly })];
    }

    private static ImmutableArray<StudyArm> ReadArms(JsonElement root, string place, OptionsFile runs)
    {
        var arms = ImmutableArray.CreateBuilder<StudyArm>();
        foreach ((string name, JsonElement value) in MembersOf(root, "arms", place))
            arms.Add(new StudyArm(name, OptionsFile.Read(value, $"arm {name} of the {place}")));
        if (arms.Count > 0) return arms.ToImmutable();
        return [new StudyArm(runs.Algorithm ?? "all", new OptionsFile())];
    }

    private static ImmutableArray<VariedOption> ReadVaried(JsonElement root, string place, ulong drawSeed)
    {
        var varied = ImmutableArray.CreateBuilder<VariedOption>();
        foreach ((string name, JsonElement value) in MembersOf(root, "vary", place))
        {
            if (varied.Any(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase)))
                throw new InputException($"The {place} varies the option {name} twice; expected each option once.");
            varied.Add(value.ValueKind switch
            {
                JsonValueKind.String => VariedOption.Read(name, value.GetString()!, drawSeed),
                JsonValueKind.Array => VariedOption.OfList(name, [.. value.EnumerateArray().Select(item => TextOf(item, name, place))]),
                _ => throw new InputException(
                    $"The values of {name} in the {place} are {OptionsFile.KindOf(value)}; expected {VariedOption.Expected}."),
            });
        }

        return varied.ToImmutable();
    }

    private static ImmutableArray<ulong> ReadSeeds(JsonElement root, OptionsFileReader reader)
    {
        if (!root.TryGetProperty("seeds", out JsonElement value)) return [1, 2, 3, 4, 5];
        string text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(item => item.GetRawText())),
            _ => reader.Text("seeds")!,
        };
        return SeedsOption.Read(text)
            ?? throw reader.Refusal("seeds", value, SeedsOption.ExpectedText);
    }

    private static ImmutableArray<StudyFigure> ReadFigures(JsonElement root, string place)
    {
        if (!root.TryGetProperty("figures", out JsonElement list)) return [];
        if (list.ValueKind != JsonValueKind.Array)
            throw new InputException($"The member figures of the {place} is {OptionsFile.KindOf(list)}; expected an array of objects.");
        var figures = ImmutableArray.CreateBuilder<StudyFigure>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            string own = string.Create(CultureInfo.InvariantCulture, $"figure {figures.Count + 1} of the {place}");
            if (item.ValueKind != JsonValueKind.Object)
                throw new InputException($"The {own} is {OptionsFile.KindOf(item)}; expected an object with its kind.");
            foreach (JsonProperty member in item.EnumerateObject())
            {
                if (member.Name is "kind" or "over" or "by") continue;
                throw new InputException($"The {own}: {Names.Unknown("member", member.Name, ["kind", "over", "by"])}");
            }

            var reader = new OptionsFileReader(item, own);
            string kind = reader.OneOf("kind", StudyFigure.Kinds)
                ?? throw new InputException($"The {own} has no kind; expected one of {string.Join(", ", StudyFigure.Kinds)}.");
            var figure = new StudyFigure(kind, reader.Text("over"), reader.OneOf("by", StudyFigure.Clocks) ?? StudyFigure.AgentSteps);
            if (figure.NeedsOption && figure.Over is null)
            {
                throw new InputException(
                    $"The {own} is of the kind {kind} and has no member over; expected the varied option of its axis.");
            }

            figures.Add(figure);
        }

        return figures.ToImmutable();
    }

    private static IEnumerable<(string Name, JsonElement Value)> MembersOf(JsonElement root, string member, string place)
    {
        if (!root.TryGetProperty(member, out JsonElement value)) yield break;
        if (value.ValueKind != JsonValueKind.Object)
            throw new InputException($"The member {member} of the {place} is {OptionsFile.KindOf(value)}; expected an object.");
        foreach (JsonProperty item in value.EnumerateObject()) yield return (item.Name, item.Value);
    }

    private static string TextOf(JsonElement item, string name, string place) => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => item.GetRawText(),
        _ => throw new InputException(
            $"A value of {name} in the {place} is {OptionsFile.KindOf(item)}; expected a text, a number, true or false."),
    };
}
