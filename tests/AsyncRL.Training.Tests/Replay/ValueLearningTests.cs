using System.Linq;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;
using AsyncRL.Training.Tests.Psi;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The methods of action values learn the values of the smallest tasks, from the run to the network.</summary>
public class ValueLearningTests
{
    private const string Memory = " replay-start=50 replay-size=2000 target-interval=20 optimizer=shared-adam";
    private const string Sequences = Memory + " sequence-length=4 sequence-period=2 burn-in=2 minibatch-size=8 steps-per-update=4";

    /// <summary>The algorithm, its options, and whether it learns h(Q).</summary>
    public static TheoryData<string, string, bool> Methods { get; } = new()
    {
        { "dqn", "minibatch-size=16 steps-per-update=2 n-step=1" + Memory, false },
        { "dqn", "minibatch-size=16 steps-per-update=2 n-step=3 double=true dueling=true replay=proportional" + Memory, false },
        { "dqn", "minibatch-size=16 steps-per-update=2 n-step=2 replay=rank" + Memory, false },
        { "ape-x", "minibatch-size=16 draws-per-step=8 t-max=10 n-step=3 final-exploration=0.5 exploration=annealed" + Memory, false },
        { "r2d2", "n-step=2 rescale-values=false final-exploration=0.5 exploration=annealed" + Sequences, false },
        { "r2d2", "n-step=2 rescale-values=true final-exploration=0.5 exploration=annealed" + Sequences, true },
        { "one-step-q", "update-interval=5 target-interval=20 optimizer=shared-adam", false },
        { "one-step-sarsa", "update-interval=5 target-interval=20 optimizer=shared-adam", false },
        { "n-step-q", "t-max=5 target-interval=20 optimizer=shared-adam", false },
    };

    /// <summary>Rewards of 0 and 1: each action value is within 0.05 of its reward.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void The_values_of_two_arms_are_their_rewards(string algorithm, string options, bool isRescaled)
    {
        TrainingConfiguration configuration = Request(algorithm, options, 4000).For(new TwoArmedBandit(ActionSpecification.Discrete(2)));
        float[] values = Trained(configuration);
        Assert.InRange(values[0], -0.05f, 0.05f);
        Assert.InRange(values[1], Expected(1, isRescaled) - 0.05f, Expected(1, isRescaled) + 0.05f);
    }

    /// <summary>
    /// A corridor of 1 per agent step, cut by a time limit of 10: with γ = 0.9 the value is 10, because truncated is not terminated. Taken
    /// as terminal it would be 6.5 at the start.
    /// </summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void A_time_limit_does_not_end_the_value(string algorithm, string options, bool isRescaled)
    {
        var task = new ScriptedTask([.. Enumerable.Repeat(new StepOutcome(1, false, false), 9), new(1, false, true)]) { Records = false };
        float[] values = Trained(Request(algorithm, options + " discount=0.9", 20_000).For(task));
        Assert.InRange(values.Max(), Expected(9, isRescaled), Expected(11, isRescaled));
    }

    private static float Expected(double value, bool isRescaled) => (float)(isRescaled ? ValueRescaling.Of(value) : value);

    private static TrainingRequest Request(string algorithm, string options, int agentSteps)
    {
        var all = new List<(string, string)> { ("learning-rate", "0.01"), ("exploration-frames", "4000"), ("error", "squared") };
        if (!options.Contains("final-exploration", StringComparison.Ordinal)) all.Add(("final-exploration", "0.5"));
        all.Add(("final-exploration-probabilities", "1"));
        foreach (string option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = option.Split('=');
            all.Add((parts[0], parts[1]));
        }

        return Requests.Small(agentSteps, [.. all]) with { Algorithm = algorithm };
    }

    /// <summary>The action values of the first observation, by the final θ.</summary>
    private static float[] Trained(TrainingConfiguration configuration)
    {
        float[] theta = Trainer.Train(configuration).Theta;
        var reader = new AgentReader(NetworkFactory.Single(configuration.Network, VectorChoice.Widest), configuration.Actions);
        using var actor = new Actor(configuration.Environment, configuration.EnvironmentOptions, new RandomGenerator(1));
        actor.BeginEpisodeIfOver();
        reader.Observe(theta, actor);
        var choices = new float[reader.Choices];
        reader.ReadChoices(0, choices);

        // Choices are relative to their mean; of a dueling network the value is the stream, which equals the mean of Q.
        float mean = reader.Kind == OutputKind.Dueling ? reader.Value(0) - choices.Average() : reader.Value(0) - choices.Max();
        return Array.ConvertAll(choices, choice => mean + choice);
    }
}
