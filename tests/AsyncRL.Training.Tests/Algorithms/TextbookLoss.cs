namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>The loss of advantage actor-critic as a textbook writes it, one agent step at a time, in double.</summary>
/// <param name="EntropyWeight">β.</param>
/// <param name="ValueGradientScale">c.</param>
internal sealed record TextbookLoss(double EntropyWeight, double ValueGradientScale)
{
    /// <summary>−log π(a) A − β H + ½ c (R − V)².</summary>
    internal double At(ReadOnlySpan<double> logits, int action, double advantage, double value, double target)
    {
        double[] probabilities = Softmax(logits);
        return (-Math.Log(probabilities[action]) * advantage) - (EntropyWeight * Entropy(probabilities))
            + (0.5 * ValueGradientScale * (target - value) * (target - value));
    }

    internal static double Entropy(ReadOnlySpan<double> probabilities)
    {
        double entropy = 0;
        foreach (double p in probabilities) entropy -= TimesLogarithm(p);
        return entropy;
    }

    /// <summary>p log p, which is 0 for p = 0.</summary>
    internal static double TimesLogarithm(double p) => p == 0 ? 0 : p * Math.Log(p);

    internal static double[] Softmax(ReadOnlySpan<double> logits)
    {
        var probabilities = new double[logits.Length];
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double logit in logits) largest = Math.Max(largest, logit);
        for (int j = 0; j < logits.Length; j++) sum += probabilities[j] = Math.Exp(logits[j] - largest);
        for (int j = 0; j < logits.Length; j++) probabilities[j] /= sum;
        return probabilities;
    }
}
