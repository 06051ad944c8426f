namespace AsyncRL.Visualization.Images;

/// <summary>
/// A few colors that represent many. If the many colors are few enough, they are the palette. Otherwise the palette consists of the means
/// of boxes of similar colors, as in the median cut of Heckbert, "Color image quantization for frame buffer display", 1982, except that a
/// box is cut at its mean.
/// </summary>
public sealed class Palette
{
    private readonly List<Rgb> _colors = [];
    private readonly Dictionary<int, byte> _indices = [];

    private Palette()
    {
    }

    /// <summary>The colors; at most the requested number.</summary>
    public IReadOnlyList<Rgb> Colors => _colors;

    /// <summary>Chooses colors.</summary>
    /// <param name="counts">The number of pixels of each color (<see cref="Rgb.Packed"/>).</param>
    /// <param name="most">The largest number of colors to choose, from 1 to 256.</param>
    /// <returns>The palette.</returns>
    public static Palette Of(IReadOnlyDictionary<int, int> counts, int most)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 256);
        (int Color, int Count)[] colors = new (int, int)[counts.Count];
        int next = 0;
        foreach ((int color, int count) in counts) colors[next++] = (color, count);
        Array.Sort(colors);
        var palette = new Palette();
        foreach (ArraySegment<(int Color, int Count)> box in Cut(colors, most)) palette.Add(box);
        return palette;
    }

    /// <summary>The index of the color that represents another.</summary>
    /// <param name="color">One of the colors that the palette was chosen for.</param>
    /// <returns>The index in <see cref="Colors"/>.</returns>
    public byte IndexOf(int color) => _indices[color];

    private static List<ArraySegment<(int Color, int Count)>> Cut((int Color, int Count)[] colors, int most)
    {
        var boxes = new List<ArraySegment<(int Color, int Count)>>();
        if (colors.Length <= most)
        {
            for (int i = 0; i < colors.Length; i++) boxes.Add(new(colors, i, 1));
            return boxes;
        }

        boxes.Add(colors);
        while (boxes.Count < most)
        {
            int largest = LargestOf(boxes);
            ArraySegment<(int Color, int Count)> box = boxes[largest];
            int middle = SortAndFindMean(box);
            boxes[largest] = box[..middle];
            boxes.Add(box[middle..]);
        }

        return boxes;
    }

    /// <summary>The box whose colors differ most, weighted by their number of pixels. A cut of this box helps most.</summary>
    private static int LargestOf(List<ArraySegment<(int Color, int Count)>> boxes)
    {
        (int largest, double size) = (0, -1);
        for (int i = 0; i < boxes.Count; i++)
        {
            if (boxes[i].Count < 2) continue;
            long pixels = 0;
            foreach ((_, int count) in boxes[i]) pixels += count;
            double its = WidestOf(boxes[i]).Width * Math.Sqrt(pixels);
            if (its > size) (largest, size) = (i, its);
        }

        return largest;
    }

    /// <summary>Sorts a box along its widest channel and finds the first color above the mean of its pixels.</summary>
    private static int SortAndFindMean(ArraySegment<(int Color, int Count)> box)
    {
        int shift = WidestOf(box).Shift;
        box.AsSpan().Sort((a, b) =>
        {
            int byChannel = ((a.Color >> shift) & 255).CompareTo((b.Color >> shift) & 255);
            return byChannel != 0 ? byChannel : a.Color.CompareTo(b.Color);
        });
        long pixels = 0, sum = 0;
        foreach ((int color, int count) in box) (pixels, sum) = (pixels + count, sum + ((long)count * ((color >> shift) & 255)));
        int first = 1;
        while (first < box.Count - 1 && pixels * ((box[first].Color >> shift) & 255) <= sum) first++;
        return first;
    }

    private static (int Shift, int Width) WidestOf(ArraySegment<(int Color, int Count)> box)
    {
        (int Shift, int Width) widest = (0, -1);
        for (int shift = 0; shift < 24; shift += 8)
        {
            (int low, int high) = (255, 0);
            foreach ((int color, _) in box)
            {
                int level = (color >> shift) & 255;
                (low, high) = (Math.Min(low, level), Math.Max(high, level));
            }

            if (high - low > widest.Width) widest = (shift, high - low);
        }

        return widest;
    }

    private void Add(ArraySegment<(int Color, int Count)> box)
    {
        double red = 0, green = 0, blue = 0, pixels = 0;
        foreach ((int packed, int count) in box)
        {
            _indices.Add(packed, (byte)_colors.Count);
            var color = Rgb.Unpack(packed);
            red += (double)count * color.Red;
            green += (double)count * color.Green;
            blue += (double)count * color.Blue;
            pixels += count;
        }

        _colors.Add(new Rgb((byte)Math.Round(red / pixels), (byte)Math.Round(green / pixels), (byte)Math.Round(blue / pixels)));
    }
}
