using System.Collections.Immutable;
using System.Text.Json;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Libretro.Definition;

/// <summary>Reads the file that describes a game. Everything that is wrong is refused in one sentence that names the member.</summary>
internal static class DefinitionReader
{
    private const int MostStartFrames = 1_000_000;
    private const int MostActions = 256;

    private static readonly JsonDocumentOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path. Paths in it are relative to its directory.</param>
    /// <returns>The game.</returns>
    /// <exception cref="InputException">There is no such file, or it describes no game.</exception>
    internal static GameDefinition Read(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(full), Tolerant);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InputException($"The file {path} holds a {document.RootElement.ValueKind}; expected an object in JSON.");
            return Read(new JsonPart(document.RootElement, $"In {path}, "), Path.GetDirectoryName(full)!);
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
        {
            throw new InputException($"The file {path} has a text that is none; expected texts without invalid characters.", problem);
        }
        catch (JsonException problem)
        {
            throw new InputException(
                $"The file {path} is not JSON: line {problem.LineNumber + 1} cannot be read; expected a file that describes a game "
                + "(docs/environments/libretro.md).",
                problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The file {path} cannot be read; expected a file that describes a game of libretro.", problem);
        }
    }

    private static GameDefinition Read(JsonPart part, string directory)
    {
        part.Allow("core", "game", "actions", "start", "rewards", "ends", "lives", "facts");
        string core = part.Text("core");
        return new GameDefinition
        {
            Core = core.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(core, directory) : core,
            Game = Path.GetFullPath(part.Text("game"), directory),
            Actions = ReadActions(part),
            Start = part.List("start", ReadStart),
            Rewards = part.List("rewards", ReadReward, atLeast: 1),
            Ends = part.List("ends", ReadEnd),
            Lives = part.Optional("lives", lives =>
            {
                lives.Allow("address", "bytes", "form", "order");
                return ReadNumber(lives);
            }),
            Facts = part.List("facts", ReadFact),
        };
    }

    private static ImmutableArray<string> ReadActions(JsonPart part)
    {
        ImmutableArray<string> actions = part.List("actions", one => one.Text(), atLeast: 2);
        if (actions.Length > MostActions) throw part.Refuse("actions", $"{actions.Length} actions", $"at most {MostActions}");
        foreach (string action in actions) Held(part, "actions", action);
        if (Held(part, "actions", actions[0]) != 0)
        {
            throw part.Refuse(
                "actions", $"\"{actions[0]}\" as the first action", $"\"{Joypad.None}\", because preprocessing waits with it");
        }

        return actions;
    }

    private static StartStep ReadStart(JsonPart part)
    {
        part.Allow("hold", "frames");
        string held = part.Has("hold") ? part.Text("hold") : Joypad.None;
        return new StartStep(Held(part, "hold", held), (int)part.Whole("frames", 1, MostStartFrames));
    }

    private static RewardTerm ReadReward(JsonPart part)
    {
        part.Allow("address", "bytes", "form", "order", "kind", "weight");
        RewardKind kind = part.Word("kind", RewardKind.Difference);
        return new RewardTerm(ReadNumber(part), kind, part.Has("weight") ? part.Real("weight") : 1);
    }

    private static EndCondition ReadEnd(JsonPart part)
    {
        part.Allow("address", "bytes", "form", "order", "is", "from", "to", "changes");
        bool isRange = part.Has("from") || part.Has("to"), changes = part.Has("changes") && part.Truth("changes");
        if ((part.Has("is") ? 1 : 0) + (isRange ? 1 : 0) + (changes ? 1 : 0) != 1)
            throw part.Refuse("", "no condition or more than one", "\"is\", a range of \"from\" and \"to\", or \"changes\": true");
        const long least = int.MinValue, most = uint.MaxValue;
        long low = part.Has("is") ? part.Whole("is", least, most) : part.Has("from") ? part.Whole("from", least, most) : long.MinValue;
        long high = part.Has("is") ? low : part.Has("to") ? part.Whole("to", least, most) : long.MaxValue;
        if (low > high) throw part.Refuse("to", $"{high} and from {low}", "a range that is not empty");
        return new EndCondition(ReadNumber(part), low, high, changes);
    }

    private static NamedNumber ReadFact(JsonPart part)
    {
        part.Allow("name", "address", "bytes", "form", "order", "low", "high");
        (double low, double high) = (part.Has("low") ? part.Real("low") : 0, part.Has("high") ? part.Real("high") : byte.MaxValue);
        if (low >= high) throw part.Refuse("high", $"a high of {high} and a low of {low}", "a high above the low");
        return new NamedNumber(part.Text("name"), ReadNumber(part), low, high);
    }

    private static MemoryNumber ReadNumber(JsonPart part)
    {
        NumberForm form = part.Word("form", NumberForm.Unsigned);
        int most = form == NumberForm.Digits ? 9 : 4;
        int length = part.Has("bytes") ? (int)part.Whole("bytes", 1, most) : 1;
        bool isBig = part.Word("order", ByteOrder.Little) == ByteOrder.Big;
        return new MemoryNumber((int)part.Whole("address", 0, int.MaxValue - length), length, form, isBig);
    }

    private static short Held(JsonPart part, string member, string text)
    {
        try
        {
            return Joypad.Read(text);
        }
        catch (InputException problem)
        {
            throw part.Refuse(member, problem.Message);
        }
    }

    private enum ByteOrder
    {
        Little,
        Big,
    }
}
