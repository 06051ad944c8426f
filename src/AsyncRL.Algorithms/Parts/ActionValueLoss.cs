using System.Numerics;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The loss of the value methods, summed over a segment: L = Σᵢ ½ c (Q(sᵢ, aᵢ) − yᵢ)², or Huber's error in place of the square; yᵢ is a
/// constant. The class is generic over the element, so that gradient checks run the training code in double.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="values">Reads Q from the network's heads.</param>
/// <param name="huber">Whether the error is Huber's.</param>
/// <param name="scale">c: dL/dQ = c (Q − y).</param>
internal sealed class ActionValueLoss<T>(ActionValues<T> values, bool huber, T scale)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _values = new T[values.Count];

    /// <summary>The loss L since <see cref="Clear"/>.</summary>
    internal T Total { get; private set; }

    /// <summary>Starts the sum of a segment.</summary>
    internal void Clear() => Total = T.Zero;

    /// <summary>Adds one agent step's error and overwrites its derivatives by the heads' outputs.</summary>
    /// <param name="activations">Outputs in, output gradients out.</param>
    /// <param name="row">The agent step's row.</param>
    /// <param name="action">aᵢ.</param>
    /// <param name="target">yᵢ.</param>
    internal void AddStep(Activations<T> activations, int row, int action, T target)
    {
        values.Read(activations, row, _values);
        T value = _values[action];
        Total += huber ? HuberError.Value(scale, value, target) : SquaredError.Value(scale, value, target);
        T derivative = huber ? HuberError.Gradient(scale, value, target) : SquaredError.Gradient(scale, value, target);
        values.WriteGradient(activations, row, action, derivative);
    }
}
