using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Profiling;

/// <summary>A loop of multiply-adds from registers to registers. No kernel can exceed its arithmetic rate.</summary>
internal abstract class MultiplyAddPeak
{
    private const int Turns = 4096;
    private const int Chains = 12;
    private const int WidestLane = 16;

    /// <summary>
    /// The multiply-adds of one <see cref="Run"/> with any lane: 12 independent chains of 16 floats (enough to hide the latency of two
    /// units, few enough for 16 registers). A narrower lane needs more iterations.
    /// </summary>
    internal const long MultiplyAdds = (long)Turns * Chains * WidestLane;

    /// <summary>Makes the loop over a lane.</summary>
    internal static MultiplyAddPeak For(LaneWidth lane) => LaneChoice.Invoke(lane, new Make());

    /// <summary>Runs the loop once.</summary>
    /// <returns>A sum that no caller needs. Because of it, the compiler must compute the loop.</returns>
    internal abstract float Run();

    private sealed class Make : ILaneOperation<MultiplyAddPeak>
    {
        public MultiplyAddPeak Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float> => new OverLane<TLane>();
    }

    private sealed class OverLane<TLane> : MultiplyAddPeak
        where TLane : unmanaged, ILane<TLane, float>
    {
        internal override float Run()
        {
            TLane m = TLane.Broadcast(0.999f), c = TLane.Broadcast(0.001f);
            TLane s0 = c, s1 = c, s2 = c, s3 = c, s4 = c, s5 = c, s6 = c, s7 = c;
            TLane s8 = c, s9 = c, s10 = c, s11 = c;
            for (int i = 0; i < Turns * WidestLane / TLane.Width; i++)
            {
                s0 = TLane.MultiplyAdd(s0, m, c);
                s1 = TLane.MultiplyAdd(s1, m, c);
                s2 = TLane.MultiplyAdd(s2, m, c);
                s3 = TLane.MultiplyAdd(s3, m, c);
                s4 = TLane.MultiplyAdd(s4, m, c);
                s5 = TLane.MultiplyAdd(s5, m, c);
                s6 = TLane.MultiplyAdd(s6, m, c);
                s7 = TLane.MultiplyAdd(s7, m, c);
                s8 = TLane.MultiplyAdd(s8, m, c);
                s9 = TLane.MultiplyAdd(s9, m, c);
                s10 = TLane.MultiplyAdd(s10, m, c);
                s11 = TLane.MultiplyAdd(s11, m, c);
            }

            return TLane.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11);
        }
    }
}
