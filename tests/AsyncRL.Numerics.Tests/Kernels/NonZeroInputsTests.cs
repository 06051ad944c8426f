using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Kernels;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Kernels;

public class NonZeroInputsTests
{
    [Fact]
    public void Every_number_of_columns_to_257_lists_those_that_are_not_zero_in_every_row()
    {
        var generator = new RandomGenerator(1);
        for (int columns = 0; columns <= 257; columns++)
        {
            for (int rows = 1; rows <= 4; rows++)
            {
                float[] inputs = Sparse(generator, rows * columns);
                Assert.Equal(Expected(inputs, columns, columns, 0), List(inputs, columns, columns));
                Assert.Equal(Expected(inputs, columns, columns, 0), List(Array.ConvertAll(inputs, x => (double)x), columns, columns));
            }
        }
    }

    [Fact]
    public void Columns_may_be_listed_from_the_middle_of_rows()
    {
        float[] inputs = Sparse(new RandomGenerator(1), 3 * 100);
        Assert.Equal(Expected(inputs, 100, 37, 20), List(inputs.AsSpan(20), 100, 37));
    }

    [Theory]
    [InlineData(float.Epsilon)]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void A_number_that_is_not_zero_opens_its_column(float number)
    {
        for (int at = 0; at < 19; at++)
        {
            var inputs = new float[2 * 19];
            inputs.AsSpan().Fill(-0f);
            inputs[at] = number;
            Assert.Equal([at], List(inputs, 19, 19));
        }
    }

    private static int[] List<T>(ReadOnlySpan<T> inputs, int stride, int columns)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var list = new int[columns];
        return list[..NonZeroInputs.List(inputs, stride, list)];
    }

    private static int[] List<T>(T[] inputs, int stride, int columns)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => List((ReadOnlySpan<T>)inputs, stride, columns);

    private static int[] Expected(float[] inputs, int stride, int columns, int first)
    {
        var open = new List<int>();
        for (int column = 0; column < columns; column++)
        {
            bool any = false;
            for (int at = first + column; at < inputs.Length; at += stride) any |= inputs[at] != 0;
            if (any) open.Add(column);
        }

        return [.. open];
    }

    private static float[] Sparse(RandomGenerator generator, int length)
    {
        float[] numbers = Numbers.Draw<float>(generator, length);
        foreach (ref float number in numbers.AsSpan())
        {
            if (generator.NextInteger(3) > 0) number = 0;
        }

        return numbers;
    }
}
