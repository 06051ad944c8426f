using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Profiling;

/// <summary>A loop of multiply-adds from registers to registers. No kernel can exceed its arithmetic rate.</summary>
internal abstract class MultiplyAddPeak
{
    private const int Turns = 4096;
    private const int Chains = 12;
    private const int WidestVector = 16;

    /// <summary>
    /// The multiply-adds of one <see cref="Run"/> with any vector: 12 independent chains of 16 floats (enough to hide the latency of two
    /// units, few enough for 16 registers). A narrower vector needs more iterations.
    /// </summary>
    internal const long MultiplyAdds = (long)Turns * Chains * WidestVector;

    /// <summary>Makes the loop over a vector.</summary>
    internal static MultiplyAddPeak For(VectorWidth width) => VectorChoice.Invoke(width, new Make());

    /// <summary>Runs the loop once.</summary>
    /// <returns>A sum that no caller needs. Because of it, the compiler must compute the loop.</returns>
    internal abstract float Run();

    private sealed class Make : IVectorOperation<MultiplyAddPeak>
    {
        public MultiplyAddPeak Invoke<TVector>()
            where TVector : unmanaged, IVector<TVector, float> => new OverVector<TVector>();
    }

    private sealed class OverVector<TVector> : MultiplyAddPeak
        where TVector : unmanaged, IVector<TVector, float>
    {
        internal override float Run()
        {
            TVector m = TVector.Broadcast(0.999f), c = TVector.Broadcast(0.001f);
            TVector s0 = c, s1 = c, s2 = c, s3 = c, s4 = c, s5 = c, s6 = c, s7 = c;
            TVector s8 = c, s9 = c, s10 = c, s11 = c;
            for (int i = 0; i < Turns * WidestVector / TVector.Width; i++)
            {
                s0 = TVector.MultiplyAdd(s0, m, c);
                s1 = TVector.MultiplyAdd(s1, m, c);
                s2 = TVector.MultiplyAdd(s2, m, c);
                s3 = TVector.MultiplyAdd(s3, m, c);
                s4 = TVector.MultiplyAdd(s4, m, c);
                s5 = TVector.MultiplyAdd(s5, m, c);
                s6 = TVector.MultiplyAdd(s6, m, c);
                s7 = TVector.MultiplyAdd(s7, m, c);
                s8 = TVector.MultiplyAdd(s8, m, c);
                s9 = TVector.MultiplyAdd(s9, m, c);
                s10 = TVector.MultiplyAdd(s10, m, c);
                s11 = TVector.MultiplyAdd(s11, m, c);
            }

            return TVector.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
        }
    }
}
