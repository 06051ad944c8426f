using AsyncRL.Environments.Options;
using AsyncRL.Randomness;

namespace AsyncRL.Training.Algorithms;

/// <summary>
/// One thread's ε of ε-greedy: from 1 it falls linearly to a final value, which each thread draws for itself, so that threads explore
/// differently (paper, section 5.1: 0.1, 0.01 and 0.5 with probabilities 0.4, 0.3 and 0.3 over the first four million frames).
/// </summary>
internal sealed class Exploration
{
    /// <summary>How the values and their probabilities are written.</summary>
    internal const string Spelling = "numbers from 0 to 1 with a slash between, 0.1/0.01/0.5 say";

    private readonly double _agentSteps;

    /// <summary>Draws a thread's final value.</summary>
    /// <param name="options">The values, their probabilities, and the length of the fall.</param>
    /// <param name="framesPerAgentStep">Emulator frames per agent step.</param>
    /// <param name="generator">The thread's.</param>
    internal Exploration(ActionValueOptions options, int framesPerAgentStep, RandomGenerator generator)
    {
        (double[] values, double[] probabilities) = Read(options);
        _agentSteps = (double)options.ExplorationFrames / framesPerAgentStep;
        double uniform = generator.NextDouble();
        int drawn = 0;
        while (drawn < values.Length - 1 && uniform >= probabilities[drawn]) uniform -= probabilities[drawn++];
        Final = values[drawn];
    }

    /// <summary>What ε falls to.</summary>
    internal double Final { get; set; }

    /// <summary>ε after some agent steps of all threads.</summary>
    internal double At(long agentSteps) =>
        agentSteps >= _agentSteps ? Final : 1 - ((1 - Final) * (agentSteps / _agentSteps));

    /// <summary>The entropy of an ε-greedy choice, in nats.</summary>
    internal static double Entropy(double epsilon, int actions)
    {
        double other = epsilon / actions, greedy = 1 - epsilon + other;
        double entropy = greedy > 0 ? -greedy * Math.Log(greedy) : 0;
        return other > 0 ? entropy - ((actions - 1) * other * Math.Log(other)) : entropy;
    }

    /// <summary>Reads the values and their probabilities.</summary>
    /// <exception cref="InputException">They are no such numbers, or do not match.</exception>
    internal static (double[] Values, double[] Probabilities) Read(ActionValueOptions options)
    {
        double[] values = Read("final-exploration", options.FinalExploration);
        double[] probabilities = Read("final-exploration-probabilities", options.FinalExplorationProbabilities);
        if (values.Length == 1) return (values, [1]);
        double sum = 0;
        foreach (double probability in probabilities) sum += probability;
        if (values.Length == probabilities.Length && Math.Abs(sum - 1) < 1e-9) return (values, probabilities);
        throw new InputException(
            $"The option final-exploration-probabilities is \"{options.FinalExplorationProbabilities}\"; expected {values.Length} numbers "
            + "that sum to 1, one for each of final-exploration.");
    }

    private static double[] Read(string option, string text)
    {
        string[] parts = text.Split('/');
        var numbers = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            System.Globalization.CultureInfo culture = System.Globalization.CultureInfo.InvariantCulture;
            if (double.TryParse(parts[i], System.Globalization.NumberStyles.Float, culture, out numbers[i]) && numbers[i] is >= 0 and <= 1)
                continue;
            throw new InputException($"The option {option} is \"{text}\"; expected {Spelling}.");
        }

        return numbers;
    }
}
