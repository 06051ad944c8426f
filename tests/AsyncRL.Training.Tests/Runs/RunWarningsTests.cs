using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Core.Options;
using AsyncRL.Environments;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>A run warns if its settings are not known to learn.</summary>
public class RunWarningsTests
{
    /// <summary>The names in docs/results.md of the environments that have presets.</summary>
    private static readonly Dictionary<string, string> Rows = new()
    {
        ["catch"] = "| Catch | ",
        ["catch-once"] = "| Catch seen once, 24 columns | ",
        ["cartpole"] = "| CartPole-v1 | ",
        ["acrobot"] = "| Acrobot-v1 | ",
        ["pendulum"] = "| Pendulum-v1 | ",
        ["mountain-car"] = "| MountainCar-v0 | ",
        ["mountain-car-continuous"] = "| MountainCarContinuous-v0 | ",
        ["t-maze"] = "| T-maze, corridor 10 | ",
        ["abc"] = "| ",
    };

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (EnvironmentDescription environment in EnvironmentCatalogue.All)
            {
                foreach (Algorithm algorithm in Parts<Algorithm>.All)
                {
                    if (TryResolve(environment.Name, algorithm.Name) is not null) pairs.Add(environment.Name, algorithm.Name);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_pair_that_can_be_trained_has_results_or_a_warning(string environment, string algorithm)
    {
        TrainingConfiguration configuration = TryResolve(environment, algorithm)!;
        if (Preset.For(environment, algorithm) is { IsKnown: true, Caveat: null })
        {
            Assert.Empty(configuration.Warnings);
            if (environment != "null") Assert.Contains(ResultsRow(environment, algorithm), Results(), StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith("No settings are known ", configuration.Warnings[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pair_without_preset_says_what_it_takes_instead() => Assert.Equal(
        ["No settings are known for n-step-q on acrobot; the run uses the defaults of all options that are not set, the network mlp and "
            + "1,000,000 agent steps."],
        TryResolve("acrobot", "n-step-q")!.Warnings);

    [Theory]
    [InlineData(20_000L, null, " and the network mlp.")]
    [InlineData(null, "mlp-2", " and 1,000,000 agent steps.")]
    [InlineData(20_000L, "mlp-2", ".")]
    public void What_is_set_is_not_called_a_default(long? agentSteps, string? network, string end)
    {
        var request = new TrainingRequest { Environment = "acrobot", Algorithm = "n-step-q", AgentSteps = agentSteps, Network = network };
        Assert.StartsWith(
            $"No settings are known for n-step-q on acrobot; the run uses the defaults of all options that are not set{end}",
            TrainingConfiguration.Resolve(request).Warnings[0],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t-maze", "mlp")]
    [InlineData("catch-once", "catch")]
    [InlineData("catch", "catch", "visibility", "first-frame")]
    [InlineData("abc", "mlp", "observable", "partial")]
    public void A_network_without_memory_on_a_task_that_needs_it_is_named(
        string environment, string network, string option = "", string value = "")
    {
        TrainingRequest request = new() { Environment = environment, Network = network };
        if (option.Length > 0) request = request with { Assignments = new Dictionary<string, string> { [option] = value } };
        Assert.Equal(
            [$"The network {network} has no memory, but {environment} with these options needs memory; networks with memory "
                + "are mnih2013-lstm, mnih2015-lstm, catch-lstm, mlp-lstm, states-lstm, pixels-lstm."],
            TrainingConfiguration.Resolve(request).Warnings);
        Assert.Empty(TrainingConfiguration.Resolve(request with { Network = network + "-lstm" }).Warnings);
    }

    [Fact]
    public void More_actor_learners_than_the_settings_are_known_for_are_named()
    {
        var request = new TrainingRequest { Environment = "mountain-car", Threads = 2 };
        Assert.Empty(TrainingConfiguration.Resolve(request).Warnings);
        Assert.Equal(
            ["The settings of n-step-q on mountain-car are known to learn with up to 2 actor-learners; the run has 3."],
            TrainingConfiguration.Resolve(request with { Threads = 3 }).Warnings);
    }

    [Fact]
    public void A_fall_of_exploration_that_outlasts_the_run_is_named()
    {
        var request = new TrainingRequest { Environment = "cartpole", Algorithm = "n-step-q", AgentSteps = 90_000 };
        Assert.Equal(
            ["The option exploration-frames lets ε fall over 100,000 agent steps, but the run has 90,000: most actions stay random until "
                + "its end."],
            TrainingConfiguration.Resolve(request).Warnings);
        Assert.Empty(TrainingConfiguration.Resolve(request with { AgentSteps = 100_000 }).Warnings);
    }

    [Fact]
    public void A_target_network_that_is_hardly_renewed_is_named()
    {
        TrainingRequest request = Requests.Small(20_000) with { Algorithm = "n-step-q" };
        Assert.Equal(
            "The option target-interval updates the target network every 40,000 frames, which is 2 times in the 80,000 frames of the run; "
            + "at least 10 times are usual.",
            request.For(new WalkTask()).Warnings[1]);
        Assert.Single((request with { AgentSteps = 100_000 }).For(new WalkTask()).Warnings);
    }

    [Theory]
    [InlineData("impala", 1, "batch-size", "4096", "The first update of impala may come only after 81,281 agent steps, but the run has "
        + "5,000, so that it may end without any update; expected more agent steps, or a smaller value of t-max or batch-size.")]
    [InlineData("impala", 3, "batch-size", "4096", "The first update of impala may come only after 81,920 agent steps, but the run has "
        + "5,000, so that it may end without any update; expected more agent steps, or a smaller value of t-max or batch-size.")]
    [InlineData("ga3c", 2, "training-min-batch", "9000", "The first update of ga3c may come only after 9,000 agent steps, but the run has "
        + "5,000, so that it may end without any update; expected more agent steps, or a smaller training-min-batch.")]
    public void A_batch_that_the_run_may_never_fill_is_named(string algorithm, int threads, string option, string value, string sentence)
    {
        var request = new TrainingRequest { Environment = "mountain-car", Algorithm = algorithm, Threads = threads, AgentSteps = 5000 };
        request = request with { Assignments = new Dictionary<string, string> { [option] = value } };
        Assert.Equal(sentence, TrainingConfiguration.Resolve(request).Warnings[^1]);
        Assert.DoesNotContain("update", TrainingConfiguration.Resolve(request with { AgentSteps = 81_920 }).Warnings[^1]);
    }

    [Theory]
    [InlineData("dqn", "priority-exponent=0.7", "priority-exponent", "replay=uniform", "replay=proportional or rank")]
    [InlineData("dqn", "Priority-Offset=0.1 replay=rank", "priority-offset", "replay=rank", "replay=proportional")]
    [InlineData("dqn", "final-exploration=0.1 exploration=ladder", "final-exploration", "exploration=ladder", "exploration=annealed")]
    [InlineData("ppo", "penalty=2", "penalty", "objective=clip", "objective=penalty")]
    [InlineData("ppo", "clip=0.1 objective=penalty", "clip", "objective=penalty", "objective=clip")]
    [InlineData("dqn", "priority-exponent=0.7 replay=rank", null, "", "")]
    [InlineData("n-step-q", "final-exploration=0.1", null, "", "")]
    public void An_option_without_effect_is_named(string algorithm, string options, string? name, string present, string needed)
    {
        var request = new TrainingRequest { Environment = "mountain-car", Algorithm = algorithm };
        var assignments = new Dictionary<string, string>();
        foreach (string option in options.Split(' ')) assignments.Add(option.Split('=')[0], option.Split('=')[1]);
        IReadOnlyList<string> warnings = TrainingConfiguration.Resolve(request with { Assignments = assignments }).Warnings;
        string? found = null;
        foreach (string warning in warnings)
        {
            if (warning.Contains("no effect", StringComparison.Ordinal)) found = warning;
        }

        Assert.Equal(name is null ? null : $"The option {name} has no effect with {present}; it needs {needed}.", found);
    }

    /// <summary>A resumed run reads every option from its manifest; only those of the command line are the user's.</summary>
    [Fact]
    public void The_options_of_a_manifest_are_not_warned_of()
    {
        using var directory = new TemporaryDirectory();
        TrainingConfiguration configuration = TryResolve("mountain-car", "dqn")!;
        string path = directory.At("run.json");
        TrainingRequest written = RunManifest.Read(RunManifest.Write(configuration), path);
        Assert.DoesNotContain(TrainingConfiguration.Resolve(written).Warnings, warning => warning.Contains("no effect"));
        IReadOnlyList<string> warnings = TrainingConfiguration.Resolve(written with { Given = ["priority-exponent"] }).Warnings;
        Assert.Single(warnings, warning => warning.Contains("no effect"));
    }

    /// <summary>Ape-X had an option without effect, which the manifests of earlier runs name.</summary>
    [Fact]
    public void A_manifest_with_a_former_option_is_read()
    {
        TrainingConfiguration configuration = TryResolve("mountain-car", "ape-x")!;
        string text = RunManifest.Write(configuration), path = "run.json";
        Assert.DoesNotContain("steps-per-update", text, StringComparison.Ordinal);
        text = text.Replace("\"draws-per-step\"", "\"steps-per-update\": \"4\", \"draws-per-step\"", StringComparison.Ordinal);
        Assert.Contains("steps-per-update", text, StringComparison.Ordinal);
        Assert.Equal(configuration.AllAssignments(), TrainingConfiguration.Resolve(RunManifest.Read(text, path)).AllAssignments());
    }

    /// <summary>Every other option that an option needs is one of the same algorithm, and has the values that are named.</summary>
    [Fact]
    public void What_options_need_exists()
    {
        int needs = 0;
        foreach (Algorithm algorithm in Parts<Algorithm>.All)
        {
            IReadOnlyList<OptionDescription> options = OptionSet.Describe(algorithm.AllOptions);
            foreach (System.Reflection.PropertyInfo property in algorithm.AllOptions.GetType().GetProperties())
            {
                if (property.GetCustomAttributes(typeof(OptionAttribute), true) is not [OptionAttribute { Needs: not "" } option]) continue;
                string[] parts = option.Needs.Split('=');
                OptionDescription? other = options.SingleOrDefault(each => each.Name == parts[0]);

                // Asynchronous methods have no choice of the exploration.
                if (other is null && parts[0] == "exploration") continue;
                Assert.NotNull(other);
                needs++;
                foreach (string word in parts[1].Split(' ')) Assert.Contains(word, other.Expected.Split(' ', ','));
            }
        }

        Assert.True(needs > 20);
    }

    [Fact]
    public void The_manifest_keeps_the_warnings()
    {
        TrainingConfiguration configuration = TryResolve("freeway", "a3c")!;
        string expected =
            "No settings are known to learn freeway by a3c: random actions never cross the road, so the agent never receives a reward. "
            + "dqn can learn it.";
        Assert.Equal([expected], configuration.Warnings);
        Assert.Contains(expected, RunManifest.Write(configuration), StringComparison.Ordinal);
        Assert.Contains("\"warnings\": []", RunManifest.Write(TryResolve("catch", "a3c")!), StringComparison.Ordinal);
    }

    private static TrainingConfiguration? TryResolve(string environment, string algorithm)
    {
        try
        {
            return TrainingConfiguration.Resolve(new TrainingRequest { Environment = environment, Algorithm = algorithm, Threads = 2 });
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static string ResultsRow(string environment, string algorithm) =>
        Rows.TryGetValue(environment, out string? row) ? row + algorithm + ", " : $"| {environment} ";

    private static string Results() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "results.md"));
}
