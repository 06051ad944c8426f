using MathNet.Numerics.Statistics;

namespace AsyncRL.Training.Tests.Inspection;

/// <summary>Spearman's rank correlation.</summary>
internal static class RankCorrelation
{
    internal static double Of(float[] one, float[] other) =>
        Correlation.Spearman(Array.ConvertAll(one, number => (double)number), Array.ConvertAll(other, number => (double)number));
}
