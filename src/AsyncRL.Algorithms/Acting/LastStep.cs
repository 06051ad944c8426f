using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Acting;

/// <summary>
/// The last action and the last reward of an episode, which a network can take beside the observation (Jaderberg et al. 2017): one number
/// for each action, 1 for the last one, and the reward.
/// </summary>
/// <remarks>
/// The reward is the raw one, limited to −1 and 1. Training and evaluation then show the network the same number, whatever training does to
/// rewards, and a large reward does not saturate the layer.
/// </remarks>
/// <param name="Choice">The action; −1 at an episode's start.</param>
/// <param name="Reward">The reward; 0 at an episode's start.</param>
internal readonly record struct LastStep(int Choice, float Reward)
{
    /// <summary>Before the first action of an episode.</summary>
    internal static LastStep None => new(-1, 0);

    /// <summary>The numbers for a network.</summary>
    internal static int LengthFor(ActionSpecification actions) => actions.Count + 1;

    /// <summary>The last step after an action.</summary>
    internal static LastStep After(int choice, StepOutcome outcome) => new(choice, Math.Clamp(outcome.RawReward, -1, 1));

    /// <summary>Writes the numbers for a network.</summary>
    /// <param name="numbers">[actions + 1].</param>
    internal void Write(Span<float> numbers)
    {
        numbers.Clear();
        if (Choice >= 0) numbers[Choice] = 1;
        numbers[^1] = Reward;
    }

    /// <summary>Writes the two numbers to a file, or reads them.</summary>
    /// <returns>The last step itself, or the one read.</returns>
    internal LastStep Transfer(StateTransfer state, int choices)
    {
        (int choice, float reward) = this;
        state.Number(ref choice, "last action", -1, choices - 1);
        state.Float(ref reward, "last reward");
        return new LastStep(choice, reward);
    }
}
