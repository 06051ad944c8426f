namespace AsyncRL.Visualization.Images;

/// <summary>Writes text onto pictures, in capital letters of five by seven pixels.</summary>
public static class Lettering
{
    /// <summary>The height of a letter in rows.</summary>
    public const int Height = 7;

    /// <summary>The number of columns from one letter to the next.</summary>
    public const int Advance = 6;

    private const int Width = 5;

    // Rows from the top. Each row is two hexadecimal digits for its five pixels; the leftmost pixel is the highest bit.
    private static readonly Dictionary<char, string> Glyphs = new()
    {
        [' '] = "00000000000000",
        ['!'] = "04040404040004",
        ['%'] = "18190204081303",
        ['\''] = "04040000000000",
        ['('] = "02040808080402",
        [')'] = "08040202020408",
        ['*'] = "000A041F040A00",
        ['+'] = "0004041F040400",
        [','] = "00000000040408",
        ['-'] = "0000001F000000",
        ['.'] = "00000000000C0C",
        ['/'] = "00010204081000",
        ['0'] = "0E11131519110E",
        ['1'] = "040C040404040E",
        ['2'] = "0E11010204081F",
        ['3'] = "1F02040201110E",
        ['4'] = "02060A121F0202",
        ['5'] = "1F101E0101110E",
        ['6'] = "0608101E11110E",
        ['7'] = "1F010204080808",
        ['8'] = "0E11110E11110E",
        ['9'] = "0E11110F01020C",
        [':'] = "000C0C000C0C00",
        ['<'] = "02040810080402",
        ['='] = "00001F001F0000",
        ['>'] = "08040201020408",
        ['?'] = "0E110102040004",
        ['A'] = "0E11111F111111",
        ['B'] = "1E11111E11111E",
        ['C'] = "0E11101010110E",
        ['D'] = "1C12111111121C",
        ['E'] = "1F10101E10101F",
        ['F'] = "1F10101E101010",
        ['G'] = "0E11101711110F",
        ['H'] = "1111111F111111",
        ['I'] = "0E04040404040E",
        ['J'] = "0702020202120C",
        ['K'] = "11121418141211",
        ['L'] = "1010101010101F",
        ['M'] = "111B1515111111",
        ['N'] = "11111915131111",
        ['O'] = "0E11111111110E",
        ['P'] = "1E11111E101010",
        ['Q'] = "0E11111115120D",
        ['R'] = "1E11111E141211",
        ['S'] = "0F10100E01011E",
        ['T'] = "1F040404040404",
        ['U'] = "1111111111110E",
        ['V'] = "11111111110A04",
        ['W'] = "1111111515150A",
        ['X'] = "11110A040A1111",
        ['Y'] = "1111110A040404",
        ['Z'] = "1F01020408101F",
        ['_'] = "0000000000001F",
        ['…'] = "00000000000015",
    };

    /// <summary>The width of a text in pixels.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scale">The side length of the squares that form a letter.</param>
    /// <returns>The width, without the gap after the last letter.</returns>
    public static int WidthOf(string text, int scale)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Math.Max(0, (text.Length * Advance) - (Advance - Width)) * scale;
    }

    /// <summary>Writes a text.</summary>
    /// <param name="picture">The picture; the part of the text outside it is left out.</param>
    /// <param name="text">The text; − and – are written as hyphens, unknown letters as question marks.</param>
    /// <param name="left">The first column.</param>
    /// <param name="top">The first row.</param>
    /// <param name="scale">The side length of the squares that form a letter.</param>
    /// <param name="color">The color.</param>
    public static void Write(this Picture picture, string text, int left, int top, int scale, Rgb color)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(text);
        for (int i = 0; i < text.Length; i++)
        {
            string glyph = GlyphOf(text[i]);
            for (int row = 0; row < Height; row++)
            {
                int pixels = Convert.ToInt32(glyph.Substring(2 * row, 2), 16);
                for (int column = 0; column < Width; column++)
                {
                    if ((pixels >> (Width - 1 - column) & 1) == 0) continue;
                    picture.Fill(left + (((i * Advance) + column) * scale), top + (row * scale), scale, scale, color);
                }
            }
        }
    }

    private static string GlyphOf(char letter)
    {
        char known = letter is '−' or '–' ? '-' : char.ToUpperInvariant(letter);
        return Glyphs.TryGetValue(known, out string? glyph) ? glyph : Glyphs['?'];
    }
}
