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
        new StateTransfer(reader).Floats<float>(read, "numbers");
        Assert.Equal(written, read);
        Assert.Equal(bytes.Length, reader.BaseStream.Position);
    }

    [Theory]
    [InlineData(3, float.NaN, null, "number 3 of the weights is NaN; expected a finite number")]
    [InlineData(65536, float.PositiveInfinity, null, "number 65536 of the weights is Infinity; expected a finite number")]
    [InlineData(199_999, -1f, 0f, "number 199999 of the weights is -1; expected a finite number of at least 0")]
    public void What_is_out_of_range_is_refused_by_its_place(int index, float number, float? low, string sentence)
    {
        float[] numbers = Numbers(200_000);
        numbers[index] = number;
        using var reader = new BinaryReader(new MemoryStream(Save(numbers)));
        var refused = Assert.Throws<InvalidDataException>(
            () => new StateTransfer(reader).Floats<float>(new float[numbers.Length], "weights", low));
        Assert.Equal(sentence, refused.Message);
    }

    [Fact]
    public void Numbers_of_64_bits_are_checked_as_well()
    {
        double[] written = [0.5, double.MaxValue, double.NegativeInfinity];
        using var bytes = new MemoryStream();
        new StateTransfer(new BinaryWriter(bytes)).Floats<double>(written, "weights");
        Assert.Equal(written.Length * sizeof(double), bytes.Length);
        bytes.Position = 0;
        using var reader = new BinaryReader(bytes);
        var refused = Assert.Throws<InvalidDataException>(() => new StateTransfer(reader).Floats<double>(new double[3], "weights"));
        Assert.Equal("number 2 of the weights is -Infinity; expected a finite number", refused.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    public void A_block_that_is_only_written_has_the_same_bytes(int length)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes)) writer.WriteNumbers(Numbers(length));
        Assert.Equal(Save(Numbers(length)), bytes.ToArray());
    }

    [Fact]
    public void A_block_that_ends_early_is_refused()
    {
        using var reader = new BinaryReader(new MemoryStream(Save(Numbers(70_000))[..^1]));
        Assert.Throws<EndOfStreamException>(() => new StateTransfer(reader).Floats<float>(new float[70_000], "weights"));
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
        using (var writer = new BinaryWriter(bytes)) new StateTransfer(writer).Floats<float>(numbers, "numbers");
        return bytes.ToArray();
    }
}
