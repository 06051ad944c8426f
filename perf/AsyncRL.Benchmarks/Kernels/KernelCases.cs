using AsyncRL.Numerics.Lanes;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>The work that is measured, over a lane chosen at run time.</summary>
internal abstract class KernelCases
{
    private const int PeakTurns = 4096;

    /// <summary>
    /// 12 independent chains (enough to hide the latency, few enough for 16 registers) of 16 floats; a narrower lane turns more often.
    /// </summary>
    internal const long PeakMultiplyAdds = PeakTurns * 12L * 16;

    internal required LayerCase Conv1 { get; init; }

    internal required LayerCase Conv2 { get; init; }

    internal required LayerCase Dense { get; init; }

    /// <summary>Behind a rectifier: half of the inputs are 0 in every row.</summary>
    internal required LayerCase SparseDense { get; init; }

    internal required LayerCase Lstm { get; init; }

    internal static KernelCases Over(LaneWidth lane, int rows) => LaneChoice.Invoke(lane, new Make(rows));

    /// <summary>Nothing but multiply-adds from registers to registers.</summary>
    internal abstract float Peak();

    private sealed record Make(int Rows) : ILaneOperation<KernelCases>
    {
        public KernelCases Invoke<TLane>()
            where TLane : unmanaged, ILane<TLane, float>
        {
            var conv1 = new Conv2D(new Shape(84, 84, 4), 16, 8, 4);
            var conv2 = new Conv2D(conv1.Output, 32, 4, 2);
            return new OverLane<TLane>
            {
                Conv1 = new LayerCase<TLane>(conv1, Rows),
                Conv2 = new LayerCase<TLane>(conv2, Rows),
                Dense = new LayerCase<TLane>(new Dense(conv2.Output, 256), Rows),
                SparseDense = new LayerCase<TLane>(new Dense(conv2.Output, 256), Rows, halfZeros: true),
                Lstm = new LayerCase<TLane>(new Lstm(Shape.Vector(256), 256), Rows),
            };
        }
    }

    private sealed class OverLane<TLane> : KernelCases
        where TLane : unmanaged, ILane<TLane, float>
    {
        internal override float Peak()
        {
            TLane m = TLane.Broadcast(0.999f), c = TLane.Broadcast(0.001f);
            TLane s0 = c, s1 = c, s2 = c, s3 = c, s4 = c, s5 = c, s6 = c, s7 = c;
            TLane s8 = c, s9 = c, s10 = c, s11 = c;
            for (int i = 0; i < PeakTurns * 16 / TLane.Width; i++)
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
