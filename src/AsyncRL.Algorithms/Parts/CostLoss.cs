using System.Numerics;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The loss of neural fitted Q: L = Σ ½ (Q − y)², with the cost Q(s, a) = σ(−z) in (0, 1) and z the network's output for a. The smallest
/// cost belongs to the largest z. The class is generic over the element, so that gradient checks run the training code in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class CostLoss<T>(ActionValues<T> outputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _row = new T[outputs.Count];

    /// <summary>The loss L since <see cref="Clear"/>.</summary>
    internal T Total { get; private set; }

    /// <summary>Starts the sum.</summary>
    internal void Clear() => Total = T.Zero;

    /// <summary>The cost of an output.</summary>
    internal static T CostOf(T output) => T.One / (T.One + T.Exp(output));

    /// <summary>The target of a transition (Riedmiller 2005): y = c + γ min Q(s′, ·).</summary>
    /// <param name="cost">c.</param>
    /// <param name="discount">γ.</param>
    /// <param name="next">min Q(s′, ·).</param>
    internal static T TargetOf(T cost, T discount, T next) => cost + (discount * next);

    /// <summary>min Q(s, ·) of a row.</summary>
    internal T Smallest(Activations<T> activations, int row)
    {
        outputs.Read(activations, row, _row);
        T largest = _row[0];
        foreach (T output in _row) largest = T.Max(largest, output);
        return CostOf(largest);
    }

    /// <summary>Adds one transition's error, and overwrites its derivatives by the heads' outputs.</summary>
    /// <returns>Q(s, a).</returns>
    internal T AddStep(Activations<T> activations, int row, int action, T target)
    {
        outputs.Read(activations, row, _row);
        T cost = CostOf(_row[action]), error = cost - target;
        Total += error * error / T.CreateChecked(2);
        outputs.WriteGradient(activations, row, action, -error * cost * (T.One - cost));
        return cost;
    }
}
