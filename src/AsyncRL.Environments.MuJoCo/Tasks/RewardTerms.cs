using System.Collections.Immutable;
using System.Globalization;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.MuJoCo.Tasks;

/// <summary>The weights of the terms of which the reward of a user's model is the sum.</summary>
/// <param name="Forward">Of the velocity of the body along x, in m/s.</param>
/// <param name="Upright">Of the part of the body's vertical axis that points upwards, from −1 to 1.</param>
/// <param name="Height">Of the body's height in meters.</param>
/// <param name="DistanceToTarget">Of minus the distance of the body from the target, in meters.</param>
/// <param name="ControlCost">Of minus the sum of the squared controls.</param>
/// <param name="Alive">Of 1 in each agent step that does not end the task.</param>
internal sealed record RewardTerms(
    double Forward, double Upright, double Height, double DistanceToTarget, double ControlCost, double Alive)
{
    private static readonly string[] Known = ["forward", "upright", "height", "distance-to-target", "control-cost", "alive"];

    /// <summary>Reads the weights.</summary>
    /// <param name="weights">Weights as texts by the name of the term.</param>
    /// <exception cref="InputException">There is no term, no such term, or a weight is no number.</exception>
    internal static RewardTerms Read(ImmutableSortedDictionary<string, string> weights)
    {
        if (weights.IsEmpty)
        {
            throw new InputException(
                $"The model has no reward; expected --set reward.TERM=WEIGHT for one or more of {string.Join(", ", Known)}.");
        }

        var read = new double[Known.Length];
        foreach ((string name, string text) in weights)
        {
            int term = Array.IndexOf(Known, Names.Match(name, Known));
            if (term < 0) throw new InputException(Names.Unknown("term of the reward", name, Known));
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double weight) || !double.IsFinite(weight))
                throw new InputException($"The option reward.{name} is \"{text}\"; expected a number.");
            read[term] = weight;
        }

        return new RewardTerms(read[0], read[1], read[2], read[3], read[4], read[5]);
    }
}
