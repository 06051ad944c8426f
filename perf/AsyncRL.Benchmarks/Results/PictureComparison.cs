using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Compares new pictures with those of the documentation. The numbers in them depend on the machine, because a training does. Therefore
/// only this is compared: of a drawing the words and the width, of pixels the width and the height.
/// </summary>
internal static class PictureComparison
{
    /// <summary>Compares each picture of a folder with that of the same name in another.</summary>
    /// <param name="arguments">The folder of the new pictures, and that of the old ones.</param>
    /// <returns>The exit code: 0 if all are alike.</returns>
    internal static int Run(string[] arguments)
    {
        if (arguments is not [var made, var kept])
        {
            Console.Error.WriteLine("The words after same-pictures are not two folders; expected the new pictures and the old ones.");
            return 2;
        }

        int different = 0;
        string[] files = Directory.GetFiles(made);
        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files)
        {
            string name = Path.GetFileName(file), old = Path.Combine(kept, name);
            string verdict = !File.Exists(old) ? "not there before" : Compare(file, old);
            Console.WriteLine($"{name}: {(verdict.Length == 0 ? "alike" : verdict)}");
            if (verdict.Length > 0) different++;
        }

        Console.WriteLine($"{files.Length} pictures, {different} differ");
        return different > 0 || files.Length == 0 ? 1 : 0;
    }

    private static string Compare(string made, string kept)
    {
        (SortedSet<string> ours, SortedSet<string> theirs) = (LookOf(made), LookOf(kept));
        var differences = new List<string>();
        foreach (string text in ours)
        {
            if (!theirs.Contains(text)) differences.Add($"new \"{text}\"");
        }

        foreach (string text in theirs)
        {
            if (!ours.Contains(text)) differences.Add($"gone \"{text}\"");
        }

        return string.Join(", ", differences);
    }

    private static SortedSet<string> LookOf(string path)
    {
        var look = new SortedSet<string>(StringComparer.Ordinal);
        if (Path.GetExtension(path) != ".svg")
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.AsSpan().StartsWith("GIF"u8))
                Add(BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(6)), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)));
            else if (bytes.AsSpan(1).StartsWith("PNG"u8))
                Add(BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
            else
                look.Add("no picture");
            return look;
        }

        XElement root = XElement.Load(path);
        look.Add($"width {root.Attribute("width")?.Value}");
        foreach (XElement element in root.Descendants())
        {
            if (element.Name.LocalName is "text" && Words(element.Value) is { Length: > 0 } words) look.Add(words);
        }

        return look;

        void Add(int width, int height) => look.Add($"{width} by {height} pixels");
    }

    /// <summary>The words of a text, without its numbers.</summary>
    private static string Words(string text)
    {
        var words = new StringBuilder();
        foreach (char sign in text)
        {
            if (char.IsLetter(sign)) words.Append(sign);
            else if (words.Length > 0 && words[^1] != ' ') words.Append(' ');
        }

        return words.ToString().TrimEnd();
    }
}
