using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Live.Tests;

/// <summary>A page shows what <c>asyncrl picture RUN saliency</c> computes for the same observation.</summary>
public sealed class LiveSaliencyTests
{
    [Fact]
    public void Of_pixels_the_maps_are_drawn_over_the_frame_of_the_agent()
    {
        var bench = new Bench("catch", ("rows", "6"), ("columns", "6"));
        JsonObject shown = bench.Compute(1, isWanted: true);
        SaliencyMap map = bench.Expected(1);
        Picture frame = Picture.Of(bench.Actor.Observation);
        var none = new float[36];
        Assert.Contains(map.Value, number => number > 0);
        double valueScale = SaliencyOverlay.PointOf([map.Value]), choiceScale = SaliencyOverlay.PointOf([map.Policy]);
        Picture value = SaliencyOverlay.Draw(frame, none, map.Value, 0, valueScale);
        Picture choice = SaliencyOverlay.Draw(frame, map.Policy, none, choiceScale, 0);
        Assert.Equal(PngText.Of(value), shown["value"]!.GetValue<string>());
        Assert.Equal(PngText.Of(choice), shown["choice"]!.GetValue<string>());
        Assert.Equal("log π of the chosen action", shown["of"]!.GetValue<string>());
    }

    /// <summary>A page that asks later than at the beginning of an episode gets the map with all that the network remembers.</summary>
    [Fact]
    public void Of_numbers_and_a_memory_the_map_is_right_in_the_middle_of_an_episode()
    {
        var bench = new Bench("t-maze");
        bench.Step(0);
        bench.Step(0);
        JsonObject shown = bench.Compute(0, isWanted: true);
        SaliencyMap map = bench.Expected(0);
        Assert.Contains(map.Value, number => number > 0);
        Assert.Equal(map.Value, Numbers(shown["value"]));
        Assert.Equal(map.Policy, Numbers(shown["choice"]));
    }

    [Fact]
    public void An_observation_that_was_not_wanted_can_be_asked_for_later()
    {
        var bench = new Bench("cartpole");
        Assert.Equal(bench.Expected(1).Policy, Numbers(bench.Compute(1, isWanted: false)["choice"]));
    }

    /// <summary>The value of DDPG depends on the observation by the critic and by the action.</summary>
    [Fact]
    public void Of_a_deterministic_policy_the_second_map_is_of_the_action()
    {
        var bench = new Bench("pendulum", algorithm: "ddpg");
        JsonObject shown = bench.Compute(0, isWanted: true);
        Assert.Equal("the action", shown["of"]!.GetValue<string>());
        Assert.Contains(bench.Expected(0).Value, number => number > 0);
        Assert.Equal(bench.Expected(0).Value, Numbers(shown["value"]));
        Assert.Equal(bench.Expected(0).Policy, Numbers(shown["choice"]));
    }

    private static float[] Numbers(JsonNode? array) => [.. array!.AsArray().Select(number => number!.GetValue<float>())];

    /// <summary>An untrained agent in its first observation.</summary>
    private sealed class Bench
    {
        private readonly TrainingConfiguration _configuration;
        private readonly float[] _theta;
        private readonly AgentReader _reader;
        private readonly LiveSaliency _saliency;
        private NetworkInput? _input;

        internal Bench(string environment, params (string Name, string Value)[] options)
            : this(environment, null, options)
        {
        }

        internal Bench(string environment, string? algorithm, params (string Name, string Value)[] options)
        {
            _configuration = TrainingConfiguration.Resolve(new TrainingRequest
            {
                Environment = environment,
                Algorithm = algorithm,
                Network = environment == "catch" ? "mlp" : null,
                Assignments = options.ToDictionary(option => option.Name, option => option.Value),
            });
            _theta = _configuration.DrawParameters().ToArray();
            _reader = new AgentReader(Network(), _configuration.Actions);
            _saliency = new LiveSaliency(_configuration);
            Actor = new Actor(_configuration.Environment, _configuration.EnvironmentOptions, new RandomGenerator(3));
            Actor.BeginEpisodeIfOver();
        }

        internal Actor Actor { get; }

        internal void Step(int action)
        {
            Observe(isWanted: false);
            Actor.Step(AgentAction.FromChoice(action));
        }

        internal JsonObject Compute(int action, bool isWanted)
        {
            Observe(isWanted);
            return _saliency.Compute(_theta, Actor, [action]);
        }

        internal SaliencyMap Expected(int action) =>
            new JacobianSaliency(Network(), _configuration.Actions, _configuration.Observation)
                .Compute(_theta, _input ?? _reader.Observe(_theta, Actor), [action]);

        private void Observe(bool isWanted)
        {
            _input = _reader.Observe(_theta, Actor);
            _saliency.Observe(_theta, Actor, isWanted);
        }

        private Network<float> Network() => NetworkFactory.Single(_configuration.Network, _configuration.VectorWidth);
    }
}
