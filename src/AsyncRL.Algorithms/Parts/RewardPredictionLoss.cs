using System.Numerics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>The loss of predicting the sign of a reward: λ times the cross entropy, with dz = λ (p − 1[class]).</summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="weight">λ.</param>
internal sealed class RewardPredictionLoss<T>(T weight)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of classes: 0, positive, negative.</summary>
    internal const int Classes = 3;

    private readonly T[] _probabilities = new T[Classes];
    private readonly T[] _logProbabilities = new T[Classes];

    /// <summary>The class of a reward: 0 for a reward of 0, 1 for a positive one, 2 for a negative one.</summary>
    internal static int ClassOf(T reward) => T.IsZero(reward) ? 0 : reward > T.Zero ? 1 : 2;

    /// <summary>Computes the loss of a window and overwrites its gradient.</summary>
    /// <param name="logits">[3].</param>
    /// <param name="reward">The reward that was to be predicted.</param>
    /// <param name="gradient">[3], overwritten.</param>
    /// <returns>The loss.</returns>
    internal T Learn(ReadOnlySpan<T> logits, T reward, Span<T> gradient)
    {
        Softmax.Distribution(logits, _probabilities, _logProbabilities);
        int target = ClassOf(reward);
        for (int i = 0; i < Classes; i++) gradient[i] = weight * (_probabilities[i] - (i == target ? T.One : T.Zero));
        return -weight * _logProbabilities[target];
    }
}
