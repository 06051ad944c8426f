using System.Collections.Immutable;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Small networks for actor-critic and for action values.</summary>
internal static class Structures
{
    /// <summary>One hidden layer of rectifiers.</summary>
    internal static NetworkStructure Perceptron(int inputs, int units, int actions) =>
        ActorCritic(Shape.Vector(inputs), actions, new FullyConnected(units), new Rectifier());

    /// <summary>Any trunk under the heads of actor-critic.</summary>
    internal static NetworkStructure ActorCritic(Shape input, int actions, params ImmutableArray<LayerDescription> trunk) =>
        new(
            new NetworkDescription("test", "a test", trunk),
            input,
            new HeadDescription("policy", actions),
            new HeadDescription("value", 1));

    /// <summary>Any trunk under the head or heads of Q.</summary>
    internal static NetworkStructure ActionValues(
        Shape input, int actions, bool dueling, params ImmutableArray<LayerDescription> trunk) =>
        new(new NetworkDescription("test", "a test", trunk), input, ActionValues<float>.Heads(actions, dueling));

    /// <summary>Parameters from N(0, ¼), with zeros between them as the layout has it.</summary>
    internal static float[] Draw(NetworkStructure structure, RandomGenerator generator)
    {
        var theta = new float[structure.Layout.BlockLength];
        foreach (ParameterSlice slice in structure.Layout.Slices)
            Numbers.Normal(generator, slice.Length, 0.5).CopyTo(slice.Of(theta.AsSpan()));
        return theta;
    }

    /// <summary>Shared parameters of a perceptron, with θ set.</summary>
    internal static SharedParameters Share(NetworkStructure structure, ReadOnlySpan<float> theta, string sharing = "hogwild")
    {
        var shared = new SharedParameters(structure.Layout, SharingMode.Create(sharing, VectorWidth.Scalar)!);
        shared.Restore(theta, 0, 0);
        return shared;
    }
}
