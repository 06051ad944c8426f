using System.Numerics;
using AsyncRL.Numerics.Tests.Infrastructure;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests;

/// <summary>An elementary function, found by its name, over a vector chosen at run time.</summary>
internal sealed record ElementaryFunction(string Name, GuardedBlock<float> Source, GuardedBlock<float> Destination) : IVectorOperation<bool>
{
    internal static readonly string[] Names = ["exp", "log", "log1p", "tanh", "sigmoid"];

    public bool Invoke<TVector>()
        where TVector : unmanaged, IVector<TVector, float>
    {
        Apply<TVector, float>(Name, Source.Span, Destination.Span);
        return true;
    }

    internal static void Apply<TVector, T>(string name, ReadOnlySpan<T> source, Span<T> destination)
        where TVector : unmanaged, IVector<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (name)
        {
            case "exp": VectorMath.Exp<TVector, T>(source, destination); break;
            case "log": VectorMath.Log<TVector, T>(source, destination); break;
            case "log1p": VectorMath.Log1P<TVector, T>(source, destination); break;
            case "tanh": VectorMath.Tanh<TVector, T>(source, destination); break;
            case "sigmoid": VectorMath.Sigmoid<TVector, T>(source, destination); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "Expected an elementary function.");
        }
    }
}

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
