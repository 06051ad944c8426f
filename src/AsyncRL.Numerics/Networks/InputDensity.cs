using System.Numerics;

namespace AsyncRL.Numerics.Networks;

/// <summary>The share of a layer's inputs that are not 0. Only inputs that are 0 can be skipped.</summary>
/// <param name="Row">The share of inputs that are not 0, as the mean over the rows of a segment.</param>
/// <param name="Segment">The share of inputs that are not 0 in at least one row of the segment.</param>
public readonly record struct InputDensity(double Row, double Segment)
{
    /// <summary>No input can be skipped.</summary>
    public static InputDensity Full => new(1, 1);

    /// <summary>Counts the inputs that are not 0.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="inputs">[row, input].</param>
    internal static InputDensity Of<T>(int rows, ReadOnlySpan<T> inputs)
        where T : unmanaged, INumber<T>
    {
        int width = inputs.Length / rows, open = 0, everOpen = 0;
        for (int i = 0; i < width; i++)
        {
            int before = open;
            for (int row = 0; row < rows; row++) open += inputs[(row * width) + i] != T.Zero ? 1 : 0;
            everOpen += open > before ? 1 : 0;
        }

        return new InputDensity((double)open / (rows * width), (double)everOpen / width);
    }
}
