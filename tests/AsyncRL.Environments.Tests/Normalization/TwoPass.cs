namespace AsyncRL.Environments.Tests.Normalization;

/// <summary>Mean and variance with the textbook method: first the mean, then the squared distances from it.</summary>
internal static class TwoPass
{
    internal static (double Mean, double Variance) MomentsOf(IReadOnlyList<float[]> vectors, int component, int count)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < count; i++) sum += vectors[i][component];
        double mean = sum / count;
        for (int i = 0; i < count; i++) squares += (vectors[i][component] - mean) * (vectors[i][component] - mean);
        return (mean, squares / count);
    }

    internal static (double Mean, double Variance) MomentsOf(IReadOnlyList<float[]> vectors, int component) =>
        MomentsOf(vectors, component, vectors.Count);
}
