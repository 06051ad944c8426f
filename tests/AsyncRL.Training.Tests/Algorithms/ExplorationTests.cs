using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.TestStatistics;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>The threads' ε, and the distribution of their actions.</summary>
public class ExplorationTests
{
    private const int Threads = 20_000;
    private const long LongRun = 1_000_000_000;

    [Theory]
    [InlineData("0.1/0.01/0.5", "0.4/0.3/0.3")]
    [InlineData("0.5/0.2", "0.9/0.1")]
    [InlineData("0/1/0.3/0.7", "0.1/0/0.3/0.6")]
    public void Threads_draw_their_final_value_with_the_given_probabilities(string values, string probabilities)
    {
        var options = new NStepOptions { FinalExploration = values, FinalExplorationProbabilities = probabilities };
        (double[] finals, double[] weights) = Exploration.Read(options);
        var counts = new long[finals.Length];
        var root = new RandomGenerator(5);
        for (ulong thread = 0; thread < Threads; thread++)
            counts[Array.IndexOf(finals, new Exploration(options, 1, LongRun, root.Split(1 + thread)).Final)]++;
        ChiSquaredTest.Fits(counts, weights);
    }

    [Fact]
    public void The_defaults_are_the_papers()
    {
        (double[] values, double[] probabilities) = Exploration.Read(new NStepOptions());
        Assert.Equal([0.1, 0.01, 0.5], values);
        Assert.Equal([0.4, 0.3, 0.3], probabilities);
        Assert.Equal(4_000_000, Exploration.FallOf(new NStepOptions(), framesPerAgentStep: 1, LongRun));
        Assert.Equal(1_000_000, Exploration.FallOf(new NStepOptions(), framesPerAgentStep: 4, LongRun));
    }

    [Fact]
    public void One_value_is_every_threads_and_needs_no_probabilities()
    {
        var options = new SarsaOptions { FinalExploration = "0.05" };
        for (ulong thread = 0; thread < 20; thread++)
            Assert.Equal(0.05, new Exploration(options, 1, LongRun, new RandomGenerator(thread)).Final);
    }

    /// <summary>4000 frames are 1000 agent steps of 4 frames.</summary>
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1000, 0.775)]
    [InlineData(1, 3999, 0.100225)]
    [InlineData(1, 4000, 0.1)]
    [InlineData(1, 4001, 0.1)]
    [InlineData(4, 0, 1)]
    [InlineData(4, 500, 0.55)]
    [InlineData(4, 1000, 0.1)]
    [InlineData(4, long.MaxValue, 0.1)]
    public void It_falls_linearly_from_1_over_frames_of_all_threads(int framesPerAgentStep, long agentSteps, double expected)
    {
        var options = new NStepOptions { FinalExploration = "0.1", ExplorationFrames = 4000 };
        Assert.Equal(expected, new Exploration(options, framesPerAgentStep, LongRun, new RandomGenerator(1)).At(agentSteps), 1e-12);
    }

    [Fact]
    public void Without_exploration_frames_it_is_final_from_the_first_agent_step()
    {
        var options = new NStepOptions { FinalExploration = "0.1", ExplorationFrames = 0 };
        Assert.Equal(0.1, new Exploration(options, 1, LongRun, new RandomGenerator(1)).At(0));
    }

    /// <summary>The paper's four million frames would outlast a short run, whose actions would stay random.</summary>
    [Theory]
    [InlineData(1, 300_000, 60_000)]
    [InlineData(4, 300_000, 60_000)]
    [InlineData(4, 5_000_000, 1_000_000)]
    [InlineData(4, 50_000_000, 1_000_000)]
    public void Left_open_it_falls_over_a_fifth_of_a_short_run(int framesPerAgentStep, long agentSteps, double expected) =>
        Assert.Equal(expected, Exploration.FallOf(new NStepOptions(), framesPerAgentStep, agentSteps));

    /// <summary>A thread redraws its final value: over time it gets every value with its probability.</summary>
    [Fact]
    public void A_thread_draws_its_final_value_anew_when_its_period_is_over()
    {
        var options = new NStepOptions { ExplorationPeriod = 100 };
        (double[] finals, double[] weights) = Exploration.Read(options);
        var exploration = new Exploration(options, 1, LongRun, new RandomGenerator(3));
        var counts = new long[finals.Length];
        for (int period = 0; period < Threads; period++)
        {
            double final = exploration.Final;
            counts[Array.IndexOf(finals, final)]++;
            for (int segment = 0; segment < 20; segment++)
            {
                exploration.DrawIfDue();
                Assert.Equal(final, exploration.Final);
                exploration.Count(5);
            }

            exploration.DrawIfDue();
        }

        ChiSquaredTest.Fits(counts, weights);
    }

    [Theory]
    [InlineData(0, "0.1/0.01/0.5")]
    [InlineData(100, "0.1")]
    public void Without_a_period_or_a_choice_nothing_is_drawn_again(int period, string finals)
    {
        var options = new NStepOptions { ExplorationPeriod = period, FinalExploration = finals };
        var generator = new RandomGenerator(3);
        var exploration = new Exploration(options, 1, LongRun, generator);
        (double final, GeneratorState state) = (exploration.Final, generator.State);
        for (int segment = 0; segment < 1000; segment++)
        {
            exploration.Count(5);
            exploration.DrawIfDue();
        }

        Assert.Equal((final, state), (exploration.Final, generator.State));
    }

    /// <summary>The learner counts its own agent steps and draws between segments.</summary>
    [Theory]
    [InlineData("one-step-q")]
    [InlineData("one-step-sarsa")]
    [InlineData("n-step-q")]
    public void A_learner_that_draws_anew_explores_by_every_value_in_turn(string algorithm)
    {
        ActionValueOptions options = ValueBench.WithLength(algorithm, 5) with
        {
            FinalExploration = "0/1",
            FinalExplorationProbabilities = "0.5/0.5",
            ExplorationFrames = 0,
            ExplorationPeriod = 10,
        };
        LearnerBench bench = ValueBench.Create(new ScriptedTask(new StepOutcome(1, false, false)), algorithm, options);
        var entropies = new List<double>();
        for (int segment = 0; segment < 400; segment++)
        {
            double before = bench.Statistics.SumOf("entropy");
            bench.RunSegment();
            entropies.Add(bench.Statistics.SumOf("entropy") - before);
        }

        int changes = 0;
        for (int segment = 1; segment < entropies.Count; segment++)
        {
            bool changed = Math.Abs(entropies[segment] - entropies[segment - 1]) > 1e-6;
            if (changed) changes++;
            Assert.False(changed && segment % 2 == 1, "ε changed within its period of two segments.");
        }

        Assert.InRange(changes, 60, 140);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.1/")]
    [InlineData("0.1,0.5")]
    [InlineData("0.1/1.5")]
    [InlineData("-0.1")]
    [InlineData("NaN")]
    [InlineData("a third")]
    public void Final_values_that_are_no_numbers_from_0_to_1_are_refused_in_a_sentence(string text) => Assert.Equal(
        $"The option final-exploration is \"{text}\"; expected numbers from 0 to 1 separated by slashes, for example 0.1/0.01/0.5.",
        Sentence.Of(() => Exploration.Read(new NStepOptions { FinalExploration = text })));

    [Theory]
    [InlineData("0.4/0.3")]
    [InlineData("0.4/0.3/0.2/0.1")]
    [InlineData("0.4/0.3/0.4")]
    [InlineData("1")]
    public void Probabilities_that_do_not_match_are_refused_in_a_sentence(string text) => Assert.Equal(
        $"The option final-exploration-probabilities is \"{text}\"; "
        + "expected 3 numbers that sum to 1, one for each of final-exploration.",
        Sentence.Of(() => Exploration.Read(new NStepOptions { FinalExplorationProbabilities = text })));

    [Fact]
    public void Malformed_probabilities_are_refused_in_a_sentence() => Assert.Equal(
        "The option final-exploration-probabilities is \"most\"; expected numbers from 0 to 1 separated by slashes, "
+ "for example 0.1/0.01/0.5.",
        Sentence.Of(() => Exploration.Read(new NStepOptions { FinalExplorationProbabilities = "most" })));

    /// <summary>The greedy action has the probability 1 − ε + ε/n, every other action ε/n.</summary>
    [Theory]
    [InlineData(0, 4)]
    [InlineData(0.01, 18)]
    [InlineData(0.5, 3)]
    [InlineData(1, 6)]
    [InlineData(0.3, 1)]
    public void Its_entropy_is_that_of_the_probabilities(double epsilon, int actions)
    {
        double expected = 0;
        for (int a = 0; a < actions; a++)
        {
            double p = (epsilon / actions) + (a == 0 ? 1 - epsilon : 0);
            if (p > 0) expected -= p * Math.Log(p);
        }

        Assert.Equal(expected, Exploration.Entropy(epsilon, actions), 1e-12);
    }

    /// <summary>The sum over the agent steps of the entropy at the ε with which their segment began. There is no policy loss.</summary>
    [Fact]
    public void The_entropy_of_the_choices_is_logged_and_there_is_no_policy_loss()
    {
        ActionValueOptions options = ValueBench.WithLength("n-step-q", 5) with { FinalExploration = "0.2", ExplorationFrames = 10 };
        LearnerBench bench = ValueBench.Create(new ScriptedTask(new StepOutcome(1, false, false)), "n-step-q", options);
        for (int segment = 0; segment < 4; segment++) bench.RunSegment();
        double expected = 5 * (Math.Log(3) + Exploration.Entropy(0.6, 3) + (2 * Exploration.Entropy(0.2, 3)));
        Assert.Equal(expected, bench.Statistics.SumOf("entropy"), 1e-9);
        Assert.Equal(0, bench.Statistics.SumOf("policy_loss"));
    }

    /// <summary>Cells are numbered from the best action.</summary>
    [Theory]
    [InlineData("one-step-q", 0.4)]
    [InlineData("one-step-sarsa", 0.4)]
    [InlineData("n-step-q", 0.4)]
    [InlineData("n-step-q", 1)]
    public void The_best_action_is_taken_with_probability_1_minus_epsilon_and_its_share_of_epsilon(string algorithm, double epsilon)
    {
        double other = epsilon / ScriptedTask.ActionCount;
        ChiSquaredTest.Fits(CountFromBest(algorithm, epsilon, segments: 2000), [1 - epsilon + other, other, other]);
    }

    [Theory]
    [InlineData("one-step-q")]
    [InlineData("one-step-sarsa")]
    [InlineData("n-step-q")]
    public void Without_epsilon_the_best_action_is_always_taken(string algorithm) =>
        Assert.Equal([500, 0, 0], CountFromBest(algorithm, epsilon: 0, segments: 100));

    /// <summary>θ is constant, because η = 0.</summary>
    private static long[] CountFromBest(string algorithm, double epsilon, int segments)
    {
        ActionValueOptions options =
            ValueBench.WithLength(algorithm, 5) with { FinalExploration = $"{epsilon:R}", ExplorationFrames = 0 };
        var task = new ScriptedTask(new StepOutcome(1, false, false));
        LearnerBench bench = ValueBench.Create(task, algorithm, options, learningRate: 0);
        for (int segment = 0; segment < segments; segment++) bench.RunSegment();

        var reference = new ReferenceActionValues(bench.Structure.Layout, bench.Theta, dueling: false);
        var counts = new long[ScriptedTask.ActionCount];
        for (int step = 0; step < bench.Environment.Steps; step++)
        {
            int best = reference.Best(bench.Environment.Seen[step].Before);
            counts[(bench.Environment.Taken[step] - best + counts.Length) % counts.Length]++;
        }

        return counts;
    }
}
