using AsyncRL.Algorithms.Metrics;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Parts;

/// <summary>
/// One thread's ε of ε-greedy. It falls linearly from 1 to a final value, which each thread draws separately, so that threads explore
/// differently (paper, section 5.1: 0.1, 0.01 and 0.5 with probabilities 0.4, 0.3 and 0.3 over the first four million frames). The thread
/// redraws the value at regular intervals. With one draw for the whole run, a few threads could all have the same value.
/// </summary>
internal sealed class Exploration
{
    /// <summary>The format of the values and of their probabilities.</summary>
    internal const string Format = "numbers from 0 to 1 separated by slashes, for example 0.1/0.01/0.5";

    private const long PaperFrames = 4_000_000;
    private const double LargestShareOfRun = 0.2;

    private readonly double[] _values;
    private readonly double[] _probabilities;
    private readonly RandomGenerator _generator;
    private readonly double _agentSteps;
    private readonly int _period;
    private double _final;
    private int _stepsSinceDraw;

    /// <summary>Draws a thread's first final value.</summary>
    /// <param name="options">The values, their probabilities, the length of the fall, and the interval between draws.</param>
    /// <param name="framesPerAgentStep">Emulator frames per agent step.</param>
    /// <param name="lastAgentStep">T_max.</param>
    /// <param name="generator">The thread's generator.</param>
    internal Exploration(ActionValueOptions options, int framesPerAgentStep, long lastAgentStep, RandomGenerator generator)
    {
        (_values, _probabilities) = Read(options);
        _generator = generator;
        _agentSteps = FallOf(options, framesPerAgentStep, lastAgentStep);

        // A single value needs no second draw.
        _period = _values.Length > 1 ? options.ExplorationPeriod : 0;
        Draw();
    }

    /// <summary>The final value of ε until the next draw.</summary>
    internal double Final => _final;

    /// <summary>ε after some agent steps of all threads.</summary>
    internal double At(long agentSteps) =>
        agentSteps >= _agentSteps ? _final : 1 - ((1 - _final) * (agentSteps / _agentSteps));

    /// <summary>Redraws the final value if the period is over. Called between segments.</summary>
    internal void DrawIfDue()
    {
        if (_period == 0 || _stepsSinceDraw < _period) return;
        _stepsSinceDraw = 0;
        Draw();
    }

    /// <summary>Counts the agent steps of the thread's segment.</summary>
    internal void Count(int agentSteps)
    {
        if (_period > 0) _stepsSinceDraw += agentSteps;
    }

    internal void Transfer(StateTransfer state)
    {
        state.Real(ref _final, "final exploration", 0, 1);
        state.Number(ref _stepsSinceDraw, "agent steps since the last draw", 0, int.MaxValue);
    }

    /// <summary>Agent steps of all threads over which ε falls.</summary>
    internal static double FallOf(ActionValueOptions options, int framesPerAgentStep, long lastAgentStep) =>
        options.ExplorationFrames is { } frames
            ? (double)frames / framesPerAgentStep
            : Math.Min((double)PaperFrames / framesPerAgentStep, LargestShareOfRun * lastAgentStep);

    /// <summary>The metric of the entropy.</summary>
    internal static Metric EntropyOf(Measures measures) =>
        measures.Metric(ActorCriticMetrics.Entropy, "entropy of the ε-greedy choices in nats, mean over agent steps");

    /// <summary>The entropy of an ε-greedy choice, in nats.</summary>
    internal static double Entropy(double epsilon, int actions)
    {
        double other = epsilon / actions, greedy = 1 - epsilon + other;
        double entropy = greedy > 0 ? -greedy * Math.Log(greedy) : 0;
        return other > 0 ? entropy - ((actions - 1) * other * Math.Log(other)) : entropy;
    }

    /// <summary>Reads the values and their probabilities.</summary>
    /// <exception cref="InputException">A text has another format, or the two lists do not match.</exception>
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

    private void Draw()
    {
        double uniform = _generator.NextDouble();
        int drawn = 0;
        while (drawn < _values.Length - 1 && uniform >= _probabilities[drawn]) uniform -= _probabilities[drawn++];
        _final = _values[drawn];
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
            throw new InputException($"The option {option} is \"{text}\"; expected {Format}.");
        }

        return numbers;
    }
}
