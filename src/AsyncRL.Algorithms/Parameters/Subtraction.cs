using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Algorithms.Parameters;

/// <summary>The rule that subtracts a number as it is, by the loads and stores of the sharing mode: θ ← θ − Δ.</summary>
internal readonly struct Subtraction : IUpdateRule
{
    public static int Statistics => 0;

    public static bool KeepsThetaWithoutGradient => true;

    public TVector NextFirst<TVector>(TVector first, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => first;

    public TVector NextSecond<TVector>(TVector second, TVector gradient)
        where TVector : unmanaged, IVector<TVector, float> => second;

    public TVector Step<TVector>(TVector gradient, TVector nextFirst, TVector nextSecond)
        where TVector : unmanaged, IVector<TVector, float> => gradient;
}
