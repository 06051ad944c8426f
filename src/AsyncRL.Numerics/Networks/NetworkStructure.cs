using System.Collections.Immutable;
using AsyncRL.Numerics.Layers;

namespace AsyncRL.Numerics.Networks;

/// <summary>
/// A network with its shapes settled: the layers, the heads, and where their parameters lie. Immutable; all threads share it.
/// </summary>
public sealed class NetworkStructure
{
    /// <summary>Settles a network for an input shape and heads.</summary>
    /// <param name="description">The trunk.</param>
    /// <param name="input">Shape of an observation.</param>
    /// <param name="heads">The outputs, each a dense layer on the trunk.</param>
    /// <exception cref="ArgumentException">A layer does not fit its input, or there are no heads.</exception>
    public NetworkStructure(NetworkDescription description, Shape input, params ImmutableArray<HeadDescription> heads)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (heads.IsDefaultOrEmpty) throw new ArgumentException("A network has no heads; expected at least one.", nameof(heads));
        Description = description;
        Input = input;
        Shape shape = input;
        var trunk = ImmutableArray.CreateBuilder<Layer>(description.Trunk.Length);
        foreach (LayerDescription layer in description.Trunk)
        {
            trunk.Add(layer.Build(shape));
            shape = trunk[^1].Output;
        }

        Trunk = trunk.MoveToImmutable();
        TrunkOutput = shape;
        Heads = [.. heads];
        var headLayers = ImmutableArray.CreateBuilder<Layer>(heads.Length);
        foreach (HeadDescription head in heads) headLayers.Add(new Dense(shape, head.Outputs));
        HeadLayers = headLayers.MoveToImmutable();
        Layout = new ParameterLayout(NamedLayers());
    }

    /// <summary>The trunk as data.</summary>
    public NetworkDescription Description { get; }

    /// <summary>Shape of an observation.</summary>
    public Shape Input { get; }

    /// <summary>The shared layers, from the observation up.</summary>
    public ImmutableArray<Layer> Trunk { get; }

    /// <summary>Shape of what the heads see.</summary>
    public Shape TrunkOutput { get; }

    /// <summary>The outputs.</summary>
    public ImmutableArray<HeadDescription> Heads { get; }

    /// <summary>The layers of the heads, in the order of <see cref="Heads"/>.</summary>
    public ImmutableArray<Layer> HeadLayers { get; }

    /// <summary>Where the parameters lie: the trunk's, then the heads'.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Multiply-adds of one forward pass.</summary>
    public long MultiplyAddsPerRow
    {
        get
        {
            long sum = 0;
            foreach (Layer layer in Trunk) sum += layer.MultiplyAddsPerRow;
            foreach (Layer layer in HeadLayers) sum += layer.MultiplyAddsPerRow;
            return sum;
        }
    }

    /// <summary>Finds a head.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its index in <see cref="Heads"/>.</returns>
    /// <exception cref="ArgumentException">No head has that name.</exception>
    public int HeadIndex(string name)
    {
        for (int i = 0; i < Heads.Length; i++)
        {
            if (Heads[i].Name == name) return i;
        }

        throw new ArgumentException($"The network has no head \"{name}\"; expected one of {string.Join(", ", Heads)}.", nameof(name));
    }

    /// <summary>
    /// Names layers by kind and ordinal, conv1, conv2, dense1; rectifiers count among themselves. Heads go by their own name.
    /// </summary>
    private IEnumerable<(string Name, Layer Layer)> NamedLayers()
    {
        var ordinals = new Dictionary<string, int>();
        foreach (Layer layer in Trunk)
        {
            int ordinal = ordinals.GetValueOrDefault(layer.Kind) + 1;
            ordinals[layer.Kind] = ordinal;
            yield return ($"{layer.Kind}{ordinal}", layer);
        }

        for (int i = 0; i < Heads.Length; i++) yield return (Heads[i].Name, HeadLayers[i]);
    }
}
