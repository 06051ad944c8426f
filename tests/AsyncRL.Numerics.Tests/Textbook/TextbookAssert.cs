using System.Numerics;

namespace AsyncRL.Numerics.Tests.Textbook;

/// <summary>Compares numbers with textbook sums, within the bound that follows from the terms of each sum.</summary>
internal static class TextbookAssert
{
    internal const double SingleUnit = 1.0 / (1 << 24);
    internal const double DoubleUnit = 1.0 / (1L << 53);

    /// <summary>
    /// Asserts |actual − sum| ≤ the error bound of arithmetic with that unit, plus the error bound of the textbook's own arithmetic in
    /// double.
    /// </summary>
    internal static void Within<T>(ReadOnlySpan<TextbookSum> expected, ReadOnlySpan<T> actual, double unit, string what)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double bound = expected[i].ErrorBound(unit) + expected[i].ErrorBound(DoubleUnit);
            AssertClose(expected[i].Value, double.CreateChecked(actual[i]), bound, i, what);
        }
    }

    /// <summary>Asserts that two results of the same sums differ by no more than the sum of their error bounds.</summary>
    internal static void Agree<TLeft, TRight>(
        ReadOnlySpan<TextbookSum> sums,
        ReadOnlySpan<TLeft> left,
        double leftUnit,
        ReadOnlySpan<TRight> right,
        double rightUnit,
        string what)
        where TLeft : unmanaged, IBinaryFloatingPointIeee754<TLeft>
        where TRight : unmanaged, IBinaryFloatingPointIeee754<TRight>
    {
        Assert.Equal(left.Length, right.Length);
        Assert.Equal(left.Length, sums.Length);
        for (int i = 0; i < sums.Length; i++)
        {
            double bound = sums[i].ErrorBound(leftUnit) + sums[i].ErrorBound(rightUnit);
            AssertClose(double.CreateChecked(left[i]), double.CreateChecked(right[i]), bound, i, what);
        }
    }

    private static void AssertClose(double expected, double actual, double bound, int index, string what)
    {
        // The condition is written so that a NaN fails.
        if (!(Math.Abs(expected - actual) <= bound))
            Assert.Fail($"{what}: number {index} is {actual:R}; expected {expected:R} within {bound:E2}.");
    }
}
