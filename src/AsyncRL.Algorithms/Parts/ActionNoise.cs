using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// The noise that a deterministic policy explores with: independent normal numbers, or a process of Ornstein and Uhlenbeck (1930), whose
/// consecutive numbers are similar. Each environment has its own noise. Owned by one thread.
/// </summary>
/// <param name="environments">Number of environments.</param>
/// <param name="dimensions">Numbers in an action.</param>
/// <param name="settings">The kind and its constants.</param>
internal sealed class ActionNoise(int environments, int dimensions, NoiseSettings settings)
{
    private readonly double[] _noise = new double[checked(environments * dimensions)];

    /// <summary>Begins an episode: the process starts at 0.</summary>
    internal void Begin(int environment) => NoiseOf(environment).Clear();

    /// <summary>Adds the next noise to an action, and clips each number to −1 and 1.</summary>
    internal void AddTo(Span<float> action, int environment, RandomGenerator generator)
    {
        Span<double> noise = NoiseOf(environment);
        for (int i = 0; i < action.Length; i++)
        {
            double normal = generator.NextNormal();
            noise[i] = settings.IsProcess ? settings.Next(noise[i], normal) : settings.Deviation * normal;
            action[i] = (float)Math.Clamp(action[i] + noise[i], -1, 1);
        }
    }

    /// <summary>Writes or reads the noise of all environments.</summary>
    internal void Transfer(StateTransfer state) => state.Reals(_noise, "noise");

    private Span<double> NoiseOf(int environment) => _noise.AsSpan(environment * dimensions, dimensions);
}

/// <summary>The constants of <see cref="ActionNoise"/>.</summary>
/// <param name="IsProcess">Whether the noise is a process; otherwise its numbers are independent.</param>
/// <param name="Deviation">σ.</param>
/// <param name="Reversion">θ: the share of the noise that a unit of time takes away.</param>
/// <param name="TimeStep">dt: the time of an agent step.</param>
internal sealed record NoiseSettings(bool IsProcess, double Deviation, double Reversion, double TimeStep)
{
    /// <summary>x + θ (0 − x) dt + σ √dt N.</summary>
    /// <param name="noise">x.</param>
    /// <param name="normal">N, a standard normal number.</param>
    internal double Next(double noise, double normal) =>
        noise - (Reversion * noise * TimeStep) + (Deviation * Math.Sqrt(TimeStep) * normal);
}
