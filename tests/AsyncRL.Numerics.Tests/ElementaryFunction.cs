using System.Numerics;
using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests;

/// <summary>An elementary function, found by its name, over a lane chosen at run time.</summary>
internal sealed record ElementaryFunction(string Name, GuardedBlock<float> Source, GuardedBlock<float> Destination) : ILaneOperation<bool>
{
    internal static readonly string[] Names = ["exp", "log", "log1p", "tanh", "sigmoid"];

    public bool Invoke<TLane>()
        where TLane : unmanaged, ILane<TLane, float>
    {
        Apply<TLane, float>(Name, Source.Span, Destination.Span);
        return true;
    }

    internal static void Apply<TLane, T>(string name, ReadOnlySpan<T> source, Span<T> destination)
        where TLane : unmanaged, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (name)
        {
            case "exp": VectorMath.Exp<TLane, T>(source, destination); break;
            case "log": VectorMath.Log<TLane, T>(source, destination); break;
            case "log1p": VectorMath.Log1P<TLane, T>(source, destination); break;
            case "tanh": VectorMath.Tanh<TLane, T>(source, destination); break;
            case "sigmoid": VectorMath.Sigmoid<TLane, T>(source, destination); break;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "Expected an elementary function.");
        }
    }
}
