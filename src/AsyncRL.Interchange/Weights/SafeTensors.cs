using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncRL.Core.Options;

namespace AsyncRL.Interchange.Weights;

/// <summary>
/// Files of the format safetensors: the length of a header, a header in JSON with name, element, dimensions and place of each array, and
/// the numbers, little-endian, without gaps.
/// </summary>
public static class SafeTensors
{
    private const int LengthSize = 8, Boundary = 8;
    private const long LongestHeader = 100_000_000;
    private const string Metadata = "__metadata__", Floats = "F32";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a file.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="metadata">Texts about them.</param>
    /// <param name="destination">Receives the file.</param>
    public static void Write(IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string> metadata, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(destination);
        var texts = new JsonObject();
        foreach ((string key, string value) in metadata) texts.Add(key, value);
        var header = new JsonObject { [Metadata] = texts };
        long offset = 0;
        foreach (NamedArray array in arrays)
        {
            long end = offset + (sizeof(float) * (long)array.Numbers.Length);
            var dimensions = new JsonArray();
            foreach (int size in array.Dimensions) dimensions.Add((JsonNode)size);
            header.Add(array.Name, new JsonObject
            {
                ["dtype"] = Floats,
                ["shape"] = dimensions,
                ["data_offsets"] = new JsonArray(offset, end),
            });
            offset = end;
        }

        string json = header.ToJsonString();
        int padded = (Encoding.UTF8.GetByteCount(json) + Boundary - 1) / Boundary * Boundary;
        Span<byte> length = stackalloc byte[LengthSize];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded);
        destination.Write(length);
        destination.Write(Encoding.UTF8.GetBytes(json));
        for (int i = Encoding.UTF8.GetByteCount(json); i < padded; i++) destination.WriteByte((byte)' ');
        foreach (NamedArray array in arrays) destination.Write(MemoryMarshal.AsBytes(array.Numbers.Span));
    }

    /// <summary>Reads a file.</summary>
    /// <param name="content">The file.</param>
    /// <returns>The arrays, in the order of the header.</returns>
    /// <exception cref="InputException">The file is damaged, or an array has other elements than F32.</exception>
    public static IReadOnlyList<NamedArray> Read(ReadOnlyMemory<byte> content)
    {
        if (content.Length < LengthSize) throw Damaged($"has {content.Length} bytes", "at least 8");
        long length = BinaryPrimitives.ReadInt64LittleEndian(content.Span);
        if (length is < 2 or > LongestHeader || length > content.Length - LengthSize)
            throw Damaged($"has a header of {length} bytes", $"2 to {Math.Min(LongestHeader, content.Length - LengthSize)}");
        ReadOnlyMemory<byte> numbers = content[(LengthSize + (int)length)..];
        using JsonDocument header = ParseHeader(content.Slice(LengthSize, (int)length));
        var arrays = new List<NamedArray>();
        long expected = 0;
        foreach (Place place in PlacesIn(header.RootElement))
        {
            long bytes = sizeof(float) * place.Length;
            if (place.Begin != expected || place.End - place.Begin != bytes || place.End > numbers.Length)
            {
                throw Damaged(
                    $"has the array \"{place.Name}\" from byte {place.Begin} to {place.End}", $"{expected} to {expected + bytes}");
            }

            ReadOnlySpan<byte> own = numbers.Span[(int)place.Begin..(int)place.End];
            arrays.Add(new NamedArray(place.Name, place.Dimensions, MemoryMarshal.Cast<byte, float>(own).ToArray()));
            expected = place.End;
        }

        return expected == numbers.Length ? arrays : throw Damaged($"has {numbers.Length} bytes of numbers", $"{expected}");
    }

    private static string OneLine(Exception problem) => problem.Message.ReplaceLineEndings(" ").TrimEnd('.');

    private static JsonDocument ParseHeader(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(Utf8.GetString(json.Span));
        }
        catch (Exception problem) when (problem is JsonException or DecoderFallbackException)
        {
            string reason = problem is JsonException ? "no JSON" : "no text in UTF-8";
            throw new InputException($"The file's header is {reason} ({OneLine(problem)}); expected a file of safetensors.", problem);
        }
    }

    /// <summary>The arrays by their places: a writer need not list them in that order.</summary>
    private static List<Place> PlacesIn(JsonElement header)
    {
        if (header.ValueKind != JsonValueKind.Object) throw Damaged("has a header that is no object", "an object");
        var places = new List<Place>();
        try
        {
            foreach (JsonProperty array in header.EnumerateObject())
            {
                if (array.Name != Metadata) places.Add(ReadPlace(array.Name, array.Value));
            }
        }
        catch (InvalidOperationException problem)
        {
            // An escape of half a character.
            throw new InputException($"The file's header has a name that is no text ({OneLine(problem)}); expected names.", problem);
        }

        // Empty arrays are before the array that begins at the same byte.
        places.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        return places;
    }

    private static Place ReadPlace(string name, JsonElement entry)
    {
        string element = Member(entry, "dtype") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
        if (element.Length == 0) throw Damaged($"has no dtype of \"{name}\"", $"\"{Floats}\"");
        if (element != Floats)
            throw new InputException($"The array \"{name}\" has the elements {element}; expected {Floats}, 32-bit floats.");
        if (Numbers(entry, "shape", int.MaxValue) is not { } shape)
            throw Damaged($"has no shape of \"{name}\" of whole numbers", $"0 to {int.MaxValue}");
        if (Numbers(entry, "data_offsets", int.MaxValue) is not { Count: 2 } offsets)
            throw Damaged($"has no data_offsets of \"{name}\"", $"two whole numbers up to {int.MaxValue}");
        double length = 1;
        foreach (long size in shape) length *= size;
        if (length > int.MaxValue) throw Damaged($"has {length} numbers in \"{name}\"", $"at most {int.MaxValue}");
        return new Place(name, Array.ConvertAll([.. shape], size => (int)size), (long)length, offsets[0], offsets[1]);
    }

    private static JsonElement? Member(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out JsonElement member) ? member : null;

    private static List<long>? Numbers(JsonElement entry, string name, long most)
    {
        if (Member(entry, name) is not { ValueKind: JsonValueKind.Array } array) return null;
        var numbers = new List<long>();
        foreach (JsonElement number in array.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out long value) || value < 0 || value > most) return null;
            numbers.Add(value);
        }

        return numbers;
    }

    private static InputException Damaged(string what, string expected) =>
        new($"The file {what}; expected {expected}, as in an undamaged file of safetensors.");

    private sealed record Place(string Name, IReadOnlyList<int> Dimensions, long Length, long Begin, long End);
}
