using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.Environments.Normalization;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

public class TrainingConfigurationTests
{
    [Fact]
    public void Options_reach_the_record_that_declares_them()
    {
        TrainingRequest request = Requests.Small(
            100, ("t-max", "20"), ("reward-noise", "0.25"), ("decay", "0.5"), ("vector-width", "scalar"));
        TrainingConfiguration configuration = request.For(new WalkTask());
        Assert.Equal(20, ((A3COptions)configuration.AlgorithmOptions).TMax);
        Assert.Equal(0.25, ((WalkOptions)configuration.EnvironmentOptions).RewardNoise);
        Assert.Equal(0.5, configuration.Optimizer.Decay);
        Assert.Equal(VectorWidth.Scalar, configuration.VectorWidth);
        Assert.Equal((3, WalkTask.FramesPerAgentStep), (configuration.Actions.Count, configuration.FramesPerAgentStep));
        Assert.Equal(ObservationSpecification.Vector(3), configuration.Observation);
    }

    [Fact]
    public void What_is_not_asked_for_is_the_default()
    {
        TrainingConfiguration configuration = new TrainingRequest { Environment = "walk" }.For(new WalkTask());
        Assert.Equal(("a3c", "mlp"), (configuration.Algorithm.Name, configuration.Network.Description.Name));
        Assert.Equal(("hogwild", 1ul, 1_000_000), (configuration.Sharing, configuration.Seed, configuration.AgentSteps));
        Assert.Equal(Environment.ProcessorCount, configuration.Threads);
        Assert.Equal(new OptimizerOptions(), configuration.Optimizer);
        Assert.Equal(new A3COptions(), configuration.AlgorithmOptions);
        Assert.Equal(VectorChoice.Widest, configuration.VectorWidth);
    }

    [Theory]
    [InlineData("widest", null)]
    [InlineData("scalar", VectorWidth.Scalar)]
    [InlineData("vector128", VectorWidth.Vector128)]
    [InlineData("vector256", VectorWidth.Vector256)]
    [InlineData("vector512", VectorWidth.Vector512)]
    public void Every_word_for_a_width_names_one(string word, VectorWidth? width) =>
        Assert.Equal(width ?? VectorChoice.Widest, Requests.Small(100, ("vector-width", word)).For(new WalkTask()).VectorWidth);

    [Fact]
    public void What_does_not_exist_is_named_with_what_does()
    {
        TrainingRequest request = Requests.Small();
        Assert.Equal(
            "There is no algorithm \"trpo\" in this program; expected one of a2c, a3c, a3c-continuous, acer, ape-x, ddpg, dqn, ga3c, "
            + "impala, lin, n-step-q, nfq, one-step-q, one-step-sarsa, paac, pgql, ppo, r2d2, unreal.",
            Refusal(request with { Algorithm = "trpo" }));
        Assert.Equal(
            "There is no network \"vgg\"; expected one of mnih2013, mnih2015, mnih2013-lstm, mnih2015-lstm, catch, catch-lstm, mlp, mlp-2, "
            + "mlp-norm, mlp-lstm, nfq, states-lstm, pixels-lstm, ddpg, ddpg-pixels.",
            Refusal(request with { Network = "vgg" }));
        Assert.Equal(
            "There is no sharing mode \"barrier\"; expected one of hogwild, volatile, interlocked.",
            Refusal(request with { Sharing = "barrier" }));
        const string Listings = "asyncrl list walk, asyncrl list a3c and asyncrl list options show";
        Assert.Equal(
            $"There is no option \"tmax\" of walk with a3c; did you mean t-max ({Listings} all)?",
            Refusal(Requests.Small(100, ("tmax", "5"))));
        Assert.Equal(
            $"There is no option \"wings\" of walk with a3c; expected one that {Listings}.",
            Refusal(Requests.Small(100, ("wings", "5"))));
        Assert.Equal(
            $"The option \"oxygen\" belongs to seaquest, and walk with a3c lacks it; expected an option that {Listings}.",
            Refusal(Requests.Small(100, ("oxygen", "5"))));
        Assert.Equal(
            $"There is no environment \"chess\"; expected one of {string.Join(", ", EnvironmentCatalogue.All.Select(e => e.Name))}.",
            Sentence.Of(() => TrainingConfiguration.Resolve(new TrainingRequest { Environment = "chess" })));
    }

    [Theory]
    [InlineData("cach", "catch")]
    [InlineData("cathc", "catch")]
    [InlineData("mountaincar", "mountain-car")]
    [InlineData("cartpole-v0", "cartpole")]
    [InlineData("maze", "t-maze")]
    public void A_misspelt_environment_gets_its_nearest_name(string name, string nearest) => Assert.Equal(
        $"There is no environment \"{name}\"; did you mean {nearest} (asyncrl list shows all)?",
        Sentence.Of(() => TrainingConfiguration.Resolve(new TrainingRequest { Environment = name })));

    [Fact]
    public void Names_are_found_without_regard_to_case_and_written_as_the_catalogue_does()
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = "CartPole-v1",
            Algorithm = "N-STEP-Q",
            Network = "MLP",
            Sharing = "Volatile",
            Execution = "Threads",
            Assignments = new Dictionary<string, string> { ["T-MAX"] = "3", ["optimizer"] = "Adam" },
        });
        Assert.Equal(("cartpole", "n-step-q"), (configuration.Environment.Name, configuration.Algorithm.Name));
        Assert.Equal("mlp", configuration.Network.Description.Name);
        Assert.Equal(("volatile", "threads"), (configuration.Sharing, configuration.Execution));
        IReadOnlyDictionary<string, string> options = configuration.AllAssignments();
        Assert.Equal(("3", "adam"), (options["t-max"], options["optimizer"]));
    }

    [Theory]
    [InlineData("t-max", "0", "a whole number from 1 to 100000")]
    [InlineData("t-max", "five", "a whole number from 1 to 100000")]
    [InlineData("discount", "1.01", "a number from 0 to 1")]
    [InlineData("discount", "NaN", "a number from 0 to 1")]
    [InlineData("learning-rate", "-1", "a number from 0 to 1000000")]
    [InlineData("epsilon", "0", "a number from 1E-20 to 1000000")]
    [InlineData("decay", "1", "a number from 0 to 0.999999")]
    [InlineData("reward-noise", "11", "a number from 0 to 10")]
    [InlineData("optimizer", "newton", "one of shared-rmsprop, adam, centered-rmsprop, momentum-sgd, rmsprop, rprop, shared-adam")]
    [InlineData("vector-width", "1024", "one of widest, scalar, vector128, vector256, vector512")]
    public void A_value_that_does_not_fit_its_option_is_refused(string name, string value, string expected) =>
        Assert.Equal($"The option {name} is \"{value}\"; expected {expected}.", Refusal(Requests.Small(100, (name, value))));

    [Theory]
    [InlineData("a3c")]
    [InlineData("impala")]
    [InlineData("ape-x", "learners=2")]
    public void An_optimizer_for_one_update_at_a_time_is_refused_with_the_reason(string algorithm, string option = "lambda=1")
    {
        (string, string)[] options = [("optimizer", "centered-rmsprop"), (option.Split('=')[0], option.Split('=')[1])];
        Assert.Equal(
            "The option optimizer is \"centered-rmsprop\", whose statistics must be updated by one thread at a time, but the threads of "
            + $"{algorithm} update them without locks; expected shared-rmsprop or another of asyncrl list.",
            Refusal(Requests.Small(100, options) with { Algorithm = algorithm }));
    }

    [Fact]
    public void Threads_and_agent_steps_are_at_least_one()
    {
        Assert.Equal("The number of threads is 0; expected at least 1.", Refusal(Requests.Small() with { Threads = 0 }));
        Assert.Equal("The number of agent steps is -5; expected at least 1.", Refusal(Requests.Small(-5)));
    }

    [Fact]
    public void A_network_that_does_not_fit_the_observations_is_refused()
    {
        string sentence = Refusal(Requests.Small() with { Network = "mnih2013" });
        Assert.StartsWith("The network mnih2013 does not fit observations of vector 3: ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", sentence, StringComparison.Ordinal);
    }

    /// <summary>Otherwise an assignment would set options of two records, and the manifest could not contain both.</summary>
    [Fact]
    public void No_two_records_that_meet_in_a_run_declare_the_same_option()
    {
        foreach (EnvironmentDescription environment in EnvironmentCatalogue.All)
        {
            foreach (Algorithm algorithm in Parts<Algorithm>.All)
            {
                var names = new HashSet<string>();
                object[] records =
                [
                    environment.DefaultOptions, new WrapperOptions(), algorithm.AllOptions, new NetworkOptions(), new OptimizerOptions(),
                    new RunOptions(), new ExchangeOptions(),
                ];
                foreach (object options in records)
                    Assert.All(OptionSet.ToAssignments(options).Keys, name => Assert.True(names.Add(name), $"{name} is declared twice."));
            }
        }
    }

    [Fact]
    public void Every_preset_resolves()
    {
        foreach (EnvironmentDescription environment in EnvironmentCatalogue.All)
        {
            Preset preset = Preset.For(environment.Name);
            TrainingConfiguration configuration = TrainingConfiguration.Resolve(new TrainingRequest { Environment = environment.Name });
            Assert.Equal(preset.AgentSteps, configuration.AgentSteps);
            IReadOnlyDictionary<string, string> assignments = configuration.AllAssignments();
            Assert.All(preset.Assignments, assignment => Assert.Equal(assignment.Value, assignments[assignment.Key]));
        }
    }

    private static string Refusal(TrainingRequest request) => Sentence.Of(() => request.For(new WalkTask()));
}
