namespace AsyncRL.Numerics.Tests;

/// <summary>The error bounds in the documentation of <see cref="VectorMath"/>, in units in the last place.</summary>
internal static class StatedBounds
{
    internal static double Of(string function) => function switch
    {
        "exp" or "log" => 2,
        "log1p" => 3,
        "tanh" or "sigmoid" => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Expected an elementary function."),
    };
}
