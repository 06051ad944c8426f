using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>Sets of cells of a picture, compared with one flag for each byte.</summary>
public class PictureCellsTests
{
    /// <summary>Height, width, channels, and the rows and bytes of a cell.</summary>
    public static TheoryData<int, int, int, int, int> Pictures => new()
    {
        { 210, 160, 1, 4, 32 },
        { 210, 160, 3, 4, 64 },
        { 1, 1, 1, 1, 32 },
        { 64, 31, 1, 1, 32 },
        { 65, 32, 1, 2, 32 },
        { 256, 33, 1, 4, 32 },
        { 257, 256, 1, 8, 32 },
        { 63, 257, 1, 1, 64 },
        { 2048, 300, 3, 32, 128 },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_set_has_the_cells_that_were_added_and_no_others(int height, int width, int channels, int rows, int bytes)
    {
        var picture = ObservationSpecification.Pixels(height, width, channels);
        var generator = new RandomGenerator(1);
        PictureCells set = new(picture), others = new(picture);
        int stride = width * channels;
        for (int round = 0; round < 100; round++)
        {
            var expected = new bool[picture.Size];
            set.Clear();
            others.Clear();
            for (int left = generator.NextInteger(5); left > 0; left--)
            {
                int top = generator.NextInteger(height), bottom = top + 1 + generator.NextInteger(Math.Min(40, height - top));
                int first = generator.NextInteger(stride), end = first + 1 + generator.NextInteger(Math.Min(40, stride - first));
                (left % 2 == 0 ? set : others).Add(top, bottom, first, end);
                for (int row = top / rows * rows; row < Math.Min(height, (bottom + rows - 1) / rows * rows); row++)
                {
                    for (int at = first / bytes * bytes; at < Math.Min(stride, (end + bytes - 1) / bytes * bytes); at++)
                        expected[(row * stride) + at] = true;
                }
            }

            set.Add(others);
            Assert.Equal(expected, BytesOf(set, picture));
            AssertCopied(set, picture, expected, generator);
        }

        set.AddAll();
        Assert.DoesNotContain(false, BytesOf(set, picture));
    }

    /// <summary>No byte may be in two blocks.</summary>
    private static bool[] BytesOf(PictureCells set, ObservationSpecification picture)
    {
        var found = new bool[picture.Size];
        foreach (PictureCells.Block block in set)
        {
            for (int row = block.Top; row < block.Bottom; row++)
            {
                Span<bool> bytes = found.AsSpan((row * picture.Width * picture.Channels) + block.First, block.End - block.First);
                Assert.False(bytes.Contains(true));
                bytes.Fill(true);
            }
        }

        return found;
    }

    /// <summary>
    /// The bytes of the cells are copied. Others are copied only in rows that are narrower than a vector, and where the last vector of a
    /// row overlaps the one before it.
    /// </summary>
    private static void AssertCopied(PictureCells set, ObservationSpecification picture, bool[] cells, RandomGenerator generator)
    {
        byte[] source = new byte[picture.Size], target = new byte[picture.Size];
        foreach (ref byte value in source.AsSpan()) value = (byte)(1 + generator.NextInteger(255));
        set.Copy(source, target);
        const int vector = 32;
        int row = picture.Width * picture.Channels;
        for (int i = 0; i < cells.Length; i++)
        {
            bool mayBeCopied = row < vector || (row % vector != 0 && i % row >= row - vector);
            if (cells[i]) Assert.Equal(source[i], target[i]);
            else Assert.True(target[i] == 0 || (mayBeCopied && target[i] == source[i]), $"Byte {i} of rows of {row} was copied.");
        }
    }
}
