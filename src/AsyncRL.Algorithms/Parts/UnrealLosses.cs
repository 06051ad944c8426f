using System.Numerics;
using AsyncRL.Numerics.Losses;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The loss of n-step Q-learning of many things at once, each with a reward of its own: the cells of pixel control, or the units of feature
/// control (Jaderberg et al. 2017). L = ½ λ Σ (R − Q_a)² over all things and agent steps, with R ← c + γ R.
/// </summary>
/// <remarks>
/// A row of the head has for each thing V, and then A of every action: Q_b = V + A_b − mean A (Wang et al. 2016). Therefore
/// dV = λ (Q_a − R) and dA_b = (1[b = a] − 1/n) dV. R is a constant.
/// </remarks>
/// <typeparam name="T">The element.</typeparam>
internal sealed class ControlLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _returns;
    private readonly int _choices;
    private readonly T _discount;
    private readonly T _weight;

    /// <summary>Makes the loss of no agent steps.</summary>
    /// <param name="things">Number of things that are controlled.</param>
    /// <param name="choices">n.</param>
    /// <param name="discount">γ.</param>
    /// <param name="weight">λ.</param>
    internal ControlLoss(int things, int choices, T discount, T weight) =>
        (_returns, _choices, _discount, _weight) = (new T[things], choices, discount, weight);

    /// <summary>R of each thing at the agent step that was added last.</summary>
    internal ReadOnlySpan<T> Returns => _returns;

    /// <summary>L since the last beginning.</summary>
    internal T Total { get; private set; }

    /// <summary>Outputs of the head.</summary>
    internal static int OutputsOf(int things, int choices) => checked(things * (1 + choices));

    /// <summary>Begins after a terminal state: R ← 0.</summary>
    internal void BeginAtTerminal()
    {
        Total = T.Zero;
        Array.Clear(_returns);
    }

    /// <summary>Begins after the last agent step: R ← max Q.</summary>
    /// <param name="outputs">The head's outputs for the observation after it.</param>
    internal void Begin(ReadOnlySpan<T> outputs)
    {
        Total = T.Zero;
        for (int thing = 0; thing < _returns.Length; thing++)
        {
            ReadOnlySpan<T> advantages = Of(outputs, thing)[1..];
            T largest = advantages[0];
            foreach (T advantage in advantages) largest = T.Max(largest, advantage);
            _returns[thing] = Of(outputs, thing)[0] + largest - Mean(advantages);
        }
    }

    /// <summary>Adds the agent step before the present one, and overwrites its gradient.</summary>
    /// <param name="outputs">[thing, 1 + n]: the head's outputs.</param>
    /// <param name="action">a.</param>
    /// <param name="rewards">[thing]: c, what happened after a.</param>
    /// <param name="gradient">[thing, 1 + n], overwritten.</param>
    internal void AddStep(ReadOnlySpan<T> outputs, int action, ReadOnlySpan<T> rewards, Span<T> gradient)
    {
        T share = T.One / T.CreateChecked(_choices);
        for (int thing = 0; thing < _returns.Length; thing++)
        {
            _returns[thing] = rewards[thing] + (_discount * _returns[thing]);
            ReadOnlySpan<T> advantages = Of(outputs, thing)[1..];
            T value = Of(outputs, thing)[0] + advantages[action] - Mean(advantages);
            T derivative = SquaredError.Gradient(_weight, value, _returns[thing]);
            Span<T> own = gradient.Slice(thing * (1 + _choices), 1 + _choices);
            own[0] = derivative;
            own[1..].Fill(-derivative * share);
            own[1 + action] += derivative;
            Total += SquaredError.Value(_weight, value, _returns[thing]);
        }
    }

    private ReadOnlySpan<T> Of(ReadOnlySpan<T> outputs, int thing) => outputs.Slice(thing * (1 + _choices), 1 + _choices);

    private static T Mean(ReadOnlySpan<T> numbers)
    {
        T sum = T.Zero;
        foreach (T number in numbers) sum += number;
        return sum / T.CreateChecked(numbers.Length);
    }
}

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
