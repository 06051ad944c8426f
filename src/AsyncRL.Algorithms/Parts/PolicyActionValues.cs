using System.Numerics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The action values that a policy and a value imply at the fixed point of a policy gradient with entropy (O'Donoghue et al. 2017):
/// Q̃(s, a) = α (log π(a|s) + H(π(·|s))) + V(s). Their mean under π is V.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <param name="actions">n.</param>
/// <param name="temperature">α.</param>
internal sealed class PolicyActionValues<T>(int actions, T temperature)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _probabilities = new T[actions];
    private readonly T[] _logProbabilities = new T[actions];
    private T _entropy;
    private T _value;

    /// <summary>max Q̃(s, ·): that of the most probable action.</summary>
    internal T Largest => Of(Softmax.MostProbable<T>(_logProbabilities));

    /// <summary>Reads a state.</summary>
    /// <param name="logits">The outputs of the head "policy".</param>
    /// <param name="value">V(s).</param>
    internal void Read(ReadOnlySpan<T> logits, T value)
    {
        Softmax.Distribution(logits, _probabilities, _logProbabilities);
        (_entropy, _value) = (PolicyEntropy.Value<T>(_probabilities, _logProbabilities), value);
    }

    /// <summary>Q̃(s, a).</summary>
    internal T Of(int action) => (temperature * (_logProbabilities[action] + _entropy)) + _value;

    /// <summary>Overwrites the gradient by the logits: −w (e_a − p). The entropy and the factor α are left out.</summary>
    /// <param name="action">a.</param>
    /// <param name="weight">w, the error of Q̃(s, a) with its weight.</param>
    /// <param name="logitGradient">[actions], overwritten.</param>
    internal void WriteGradient(int action, T weight, Span<T> logitGradient)
    {
        logitGradient.Clear();
        WeightedLogLikelihood.AddGradient(-weight, action, _probabilities, logitGradient);
    }

    /// <summary>Overwrites the gradient by the logits with the exact one: −w ∂Q̃/∂z.</summary>
    /// <param name="action">a.</param>
    /// <param name="weight">w, the error of Q̃(s, a) with its weight.</param>
    /// <param name="logitGradient">[actions], overwritten.</param>
    internal void WriteExactGradient(int action, T weight, Span<T> logitGradient)
    {
        WriteGradient(action, temperature * weight, logitGradient);
        PolicyEntropy.AddGradient(-temperature * weight, _entropy, _probabilities, _logProbabilities, logitGradient);
    }
}
