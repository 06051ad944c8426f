using System.Globalization;
using System.Text.Json;

namespace AsyncRL.Core.Options;

/// <summary>JSON that a person writes: comments and trailing commas are allowed, a property that is named twice is refused.</summary>
public static class LenientJson
{
    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The document, which the caller disposes of.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonDocument Parse(string text) => JsonDocument.Parse(text, Options);

    /// <summary>Says where a text is no JSON, and why.</summary>
    /// <param name="problem">What <see cref="Parse"/> threw.</param>
    /// <returns>The middle of a sentence: " in line 2: the reason".</returns>
    public static string Describe(JsonException problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        string reason = problem.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.');
        string line = problem.LineNumber is { } number ? $" in line {(number + 1).ToString(CultureInfo.InvariantCulture)}" : "";
        return $"{line}: {reason}";
    }
}
