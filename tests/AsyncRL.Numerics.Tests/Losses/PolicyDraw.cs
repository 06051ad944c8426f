using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Tests.Infrastructure;

namespace AsyncRL.Numerics.Tests.Losses;

/// <summary>
/// A random softmax policy of 1 to 18 actions, from nearly uniform to nearly certain, and further random numbers for a test.
/// </summary>
internal sealed class PolicyDraw<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal PolicyDraw(Draw draw)
    {
        Generator = new RandomGenerator(draw.Seed);
        double spread = Math.ScaleB(1, Generator.NextInteger(8) - 3);
        Logits = new T[1 + Generator.NextInteger(18)];
        foreach (ref T logit in Logits.AsSpan()) logit = T.CreateChecked(spread * Generator.NextNormal());
        Distribute(Logits);
    }

    internal PolicyDraw(params T[] logits)
    {
        Generator = new RandomGenerator(1);
        Logits = logits;
        Distribute(logits);
    }

    internal RandomGenerator Generator { get; }

    internal T[] Logits { get; }

    internal T[] Probabilities { get; private set; } = [];

    internal T[] LogProbabilities { get; private set; } = [];

    internal int Actions => Logits.Length;

    /// <summary>The relative rounding error of one operation.</summary>
    internal static double Unit => double.CreateChecked(T.BitIncrement(T.One) - T.One);

    private void Distribute(T[] logits)
    {
        Probabilities = new T[logits.Length];
        LogProbabilities = new T[logits.Length];
        Softmax.Distribution<T>(logits, Probabilities, LogProbabilities);
    }
}
