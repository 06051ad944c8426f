using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Environments;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Runs;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Live;

/// <summary>
/// Computes how much the value and the chosen action depend on each pixel, or on each number, of the observation: the derivatives of
/// <see cref="JacobianSaliency"/>. Owned by the player's thread.
/// </summary>
internal sealed class LiveSaliency
{
    /// <summary>
    /// A scale falls by this factor from one map to the next, so that maps of a game can be compared with each other, and one large map
    /// does not darken the others for long.
    /// </summary>
    private const double Decay = 0.98;

    private readonly ObservationSpecification _shape;
    private readonly bool _hasMemory;
    private readonly AgentReader _reader;
    private readonly JacobianSaliency _jacobian;
    private readonly float[] _none;
    private double _valueScale;
    private double _choiceScale;
    private NetworkInput? _input;

    internal LiveSaliency(TrainingConfiguration configuration)
    {
        _shape = configuration.Observation;
        _hasMemory = configuration.Network.IsRecurrent;
        _reader = new AgentReader(MakeNetwork(), configuration.Actions);
        _jacobian = new JacobianSaliency(MakeNetwork(), configuration.Actions, _shape);
        _none = new float[_shape.Height * _shape.Width];

        Network<float> MakeNetwork() => NetworkFactory.Single(configuration.Network, configuration.VectorWidth);
    }

    /// <summary>What the second map is of.</summary>
    private string Choice => _reader.Kind switch
    {
        OutputKind.ActionValues => "the action value of the chosen action, less the mean of all",
        OutputKind.Dueling => "the advantage of the chosen action",
        OutputKind.Mean => "the mean action",
        OutputKind.Action => "the action",
        _ => "log π of the chosen action",
    };

    /// <summary>
    /// Looks at the observation. Called once for each agent step. What layers with memory remember must be followed from the beginning of
    /// the episode, whether a map is wanted or not.
    /// </summary>
    internal void Observe(ReadOnlySpan<float> theta, Actor actor, bool isWanted) =>
        _input = isWanted || _hasMemory ? _reader.Observe(theta, actor) : null;

    /// <summary>Computes the maps of the last observation.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="actor">The actor, whose observation is still the same.</param>
    /// <param name="action">The chosen action: one choice for each dimension; empty for a vector.</param>
    /// <returns>Two pictures, or the numbers, and what the second of the two is of.</returns>
    internal JsonObject Compute(ReadOnlySpan<float> theta, Actor actor, ReadOnlySpan<int> action)
    {
        SaliencyMap map = _jacobian.Compute(theta, _input ?? _reader.Observe(theta, actor), action);
        var content = new JsonObject { ["of"] = Choice };
        if (_shape.Kind == ObservationKind.Vector)
        {
            content["value"] = JsonNumbers.Of(map.Value);
            content["choice"] = JsonNumbers.Of(map.Policy);
            return content;
        }

        _valueScale = Math.Max(_valueScale * Decay, SaliencyOverlay.PointOf([map.Value]));
        _choiceScale = Math.Max(_choiceScale * Decay, SaliencyOverlay.PointOf([map.Policy]));
        Picture frame = Picture.Of(actor.Observation);
        content["value"] = PngText.Of(SaliencyOverlay.Draw(frame, _none, map.Value, 0, _valueScale));
        content["choice"] = PngText.Of(SaliencyOverlay.Draw(frame, map.Policy, _none, _choiceScale, 0));
        return content;
    }
}
