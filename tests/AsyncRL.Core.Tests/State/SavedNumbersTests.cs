using AsyncRL.Core.State;

namespace AsyncRL.Core.Tests.State;

/// <summary>Blocks of numbers, which are written and read piece by piece.</summary>
public class SavedNumbersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(200_000)]
    public void What_is_read_is_what_was_written(int length)
    {
        float[] written = Numbers(length), read = new float[length];
        byte[] bytes = Save(written);
        Assert.Equal(length * sizeof(float), bytes.Length);
        using var reader = new BinaryReader(new MemoryStream(bytes));
        reader.ReadNumbers("numbers", read);
        Assert.Equal(written, read);
        Assert.Equal(bytes.Length, reader.BaseStream.Position);
    }

    [Theory]
    [InlineData(3, float.NaN, float.MinValue, "number 3 of the weights is NaN; expected a finite number")]
    [InlineData(65536, float.PositiveInfinity, float.MinValue, "number 65536 of the weights is Infinity; expected a finite number")]
    [InlineData(199_999, -1f, 0f, "number 199999 of the weights is -1; expected a finite number of at least 0")]
    public void What_is_out_of_range_is_refused_by_its_place(int index, float number, float low, string sentence)
    {
        float[] numbers = Numbers(200_000);
        numbers[index] = number;
        using var reader = new BinaryReader(new MemoryStream(Save(numbers)));
        var refused = Assert.Throws<InvalidDataException>(() => reader.ReadNumbers("weights", new float[numbers.Length], low));
        Assert.Equal(sentence, refused.Message);
    }

    [Fact]
    public void A_block_that_ends_early_is_refused()
    {
        using var reader = new BinaryReader(new MemoryStream(Save(Numbers(70_000))[..^1]));
        Assert.Throws<EndOfStreamException>(() => reader.ReadNumbers("weights", new float[70_000]));
    }

    private static float[] Numbers(int length)
    {
        var numbers = new float[length];
        for (int i = 0; i < length; i++) numbers[i] = i * 0.5f;
        return numbers;
    }

    private static byte[] Save(float[] numbers)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes)) writer.WriteNumbers(numbers);
        return bytes.ToArray();
    }
}
