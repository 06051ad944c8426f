using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Cli.Profiles;

/// <summary>Reads the members of a profile's document. A member that is missing or wrong is refused in one sentence.</summary>
internal static class ProfileMembers
{
    private const string Subject = "The profile";

    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">What is read of its document.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="read">Reads the document.</param>
    /// <exception cref="InputException">The file cannot be read, or a member is missing or wrong.</exception>
    internal static T ReadFile<T>(string path, string name, Func<JsonNode?, T> read)
    {
        try
        {
            return read(JsonNode.Parse(File.ReadAllText(path)));
        }
        catch (InputException problem)
        {
            throw new InputException(problem.Message.Replace(Subject, $"The file {name}", StringComparison.Ordinal), problem);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The file {name} cannot be read: {problem.Message}", problem);
        }
        catch (ArgumentException problem)
        {
            throw new InputException($"The file {name} cannot be read: a name is there twice.", problem);
        }
    }

    /// <summary>The items of an array.</summary>
    internal static JsonArray Items(JsonNode? node, string name) => Member(node, name) as JsonArray ?? throw Lack(name);

    /// <summary>A member of an object.</summary>
    internal static JsonNode Member(JsonNode? node, string name) => (node as JsonObject)?[name] ?? throw Lack(name);

    /// <summary>An item of the array of rows.</summary>
    internal static JsonNode Member(JsonNode node, int index) =>
        node is JsonArray array && array.Count > index ? array[index] ?? throw Lack("rows") : throw Lack("rows");

    /// <summary>A text.</summary>
    internal static string Text(JsonNode? node, string name) =>
        Member(node, name) is JsonValue value && value.TryGetValue(out string? text) ? text : throw Lack(name);

    /// <summary>A finite number of any type: a document that was not read from a file also holds integers.</summary>
    internal static double Number(JsonNode? node, string name) => Finite(Member(node, name), name);

    /// <summary>A finite number above 0.</summary>
    internal static double Positive(JsonNode? node, string name) => Number(node, name) is > 0 and double number ? number : throw Lack(name);

    /// <summary>The finite numbers of an array, at least one.</summary>
    internal static IReadOnlyList<double> Numbers(JsonNode? node, string name)
    {
        var numbers = new List<double>();
        foreach (JsonNode? item in Items(node, name)) numbers.Add(Finite(item, name));
        return numbers.Count > 0 ? numbers : throw Lack(name);
    }

    private static double Finite(JsonNode? node, string name) =>
        double.TryParse(node?.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number) ? number : throw Lack(name);

    /// <summary>The refusal of a document without a usable member.</summary>
    internal static InputException Lack(string name) =>
        new($"{Subject} lacks a usable \"{name}\"; expected what asyncrl profile writes.");
}
