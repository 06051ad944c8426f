using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// Q(s, ·) of a network of two hidden layers by plain loops in double. If it is dueling, value and advantage each have their own second
/// hidden layer, and Q = V + A − mean A.
/// </summary>
internal sealed class ReferenceActionValues(ParameterLayout layout, float[] theta, bool dueling)
{
    /// <summary>Values that differ by less may be in either order in single precision.</summary>
    private const double Tie = 1e-5;

    private readonly ReferenceLayers _layers = new(layout, theta);

    /// <summary>The sum of what <see cref="Accumulate"/> added, laid out as θ.</summary>
    internal double[] Gradient => _layers.Gradient;

    /// <summary>Whether two best actions were nearly equal, so that the tested code may have chosen the other.</summary>
    internal bool MetTie { get; private set; }

    /// <summary>Q(s, ·).</summary>
    internal double[] Values(float[] observation)
    {
        double[] hidden = Hidden(observation);
        if (!dueling) return _layers.Forward("q", Branch("dense2", hidden));
        double value = _layers.Forward("value", Branch("value-dense1", hidden))[0];
        double[] advantages = _layers.Forward("advantage", Branch("advantage-dense1", hidden));
        double mean = 0;
        foreach (double advantage in advantages) mean += advantage / advantages.Length;
        return Array.ConvertAll(advantages, advantage => value + advantage - mean);
    }

    /// <summary>The first action of the largest Q(s, ·).</summary>
    internal int Best(float[] observation)
    {
        double[] values = Values(observation);
        int best = 0;
        for (int a = 1; a < values.Length; a++)
        {
            if (values[a] > values[best]) best = a;
        }

        for (int a = 0; a < values.Length; a++) MetTie |= a != best && values[best] - values[a] < Tie;
        return best;
    }

    /// <summary>max Q(s, ·).</summary>
    internal double Largest(float[] observation)
    {
        double largest = double.NegativeInfinity;
        foreach (double value in Values(observation)) largest = Math.Max(largest, value);
        return largest;
    }

    /// <summary>Adds the gradient of a loss whose derivative by Q(s, a) is given.</summary>
    internal void Accumulate(float[] observation, int action, double derivative)
    {
        double[] hidden = Hidden(observation);
        var hiddenGradient = new double[hidden.Length];
        var gradient = new double[Values(observation).Length];
        gradient[action] = derivative;
        if (!dueling)
        {
            BackwardBranch("dense2", "q", hidden, gradient, hiddenGradient);
        }
        else
        {
            for (int a = 0; a < gradient.Length; a++) gradient[a] -= derivative / gradient.Length;
            BackwardBranch("advantage-dense1", "advantage", hidden, gradient, hiddenGradient);
            BackwardBranch("value-dense1", "value", hidden, [derivative], hiddenGradient);
        }

        ReferenceLayers.BackwardRectify(hidden, hiddenGradient);
        double[] input = Widen(observation);
        _layers.Backward("dense1", input, hiddenGradient, new double[input.Length]);
    }

    private double[] Hidden(float[] observation) => ReferenceLayers.Rectify(_layers.Forward("dense1", Widen(observation)));

    private double[] Branch(string layer, double[] hidden) => ReferenceLayers.Rectify(_layers.Forward(layer, hidden));

    private void BackwardBranch(string layer, string head, double[] hidden, double[] headGradient, double[] hiddenGradient)
    {
        double[] branch = Branch(layer, hidden);
        var branchGradient = new double[branch.Length];
        _layers.Backward(head, branch, headGradient, branchGradient);
        ReferenceLayers.BackwardRectify(branch, branchGradient);
        _layers.Backward(layer, hidden, branchGradient, hiddenGradient);
    }

    private static double[] Widen(float[] numbers) => Array.ConvertAll(numbers, number => (double)number);
}
