using System.Reflection;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>
/// Every layer and every term of the numerics, found by type. A new layer or term needs no new test, only the interface that draws it.
/// </summary>
public static class SampledTypes
{
    private static readonly Type[] NumericsTypes = typeof(Layer).Assembly.GetTypes();

    private static readonly VectorWidth[] VectorWidths = [VectorWidth.Vector128, VectorWidth.Vector256, VectorWidth.Vector512];

    /// <summary>Every layer that can be drawn.</summary>
    public static TheoryData<Type> Layers =>
        [.. Array.FindAll(NumericsTypes, type => IsSampled(type, typeof(Layer), typeof(ISampledLayer)))];

    /// <summary>Every layer that can be drawn, with every wide vectors.</summary>
    public static TheoryData<Type, VectorWidth> LayersAndWideVectors
    {
        get
        {
            var data = new TheoryData<Type, VectorWidth>();
            foreach (Type layer in Layers)
            {
                foreach (VectorWidth width in VectorWidths) data.Add(layer, width);
            }

            return data;
        }
    }

    /// <summary>Every term that can be drawn.</summary>
    public static TheoryData<Type> Terms =>
        [.. Array.FindAll(NumericsTypes, type => IsSampled(type, typeof(LossTerm), typeof(ISampledLossTerm)))];

    /// <summary>The wide vectors.</summary>
    public static TheoryData<VectorWidth> WideVectors => [.. VectorWidths];

    /// <summary>All vectors.</summary>
    public static TheoryData<VectorWidth> AllVectors => [VectorWidth.Scalar, .. VectorWidths];

    /// <summary>Draws a layer of a type.</summary>
    internal static Layer DrawLayer(Type type, RandomGenerator generator) => Bind<Layer>(nameof(SampleLayer), type)(generator);

    /// <summary>Draws a term of a type.</summary>
    internal static LossTerm DrawTerm(Type type, RandomGenerator generator) => Bind<LossTerm>(nameof(SampleTerm), type)(generator);

    /// <summary>
    /// Makes a sentence for every concrete type among the given types that derives from the base but cannot be drawn by tests.
    /// </summary>
    internal static IEnumerable<string> Undrawable(Type baseType, Type samplingInterface, IEnumerable<Type> types)
    {
        foreach (Type type in types)
        {
            if (type.IsAbstract || !baseType.IsAssignableFrom(type) || samplingInterface.IsAssignableFrom(type)) continue;
            yield return $"{type.Name} is a {baseType.Name} that the tests cannot draw; let it implement {samplingInterface.Name}.";
        }
    }

    private static bool IsSampled(Type type, Type baseType, Type samplingInterface) =>
        !type.IsAbstract && baseType.IsAssignableFrom(type) && samplingInterface.IsAssignableFrom(type);

    /// <summary>A static abstract member is called through a type parameter. Therefore the type must become a type argument.</summary>
    private static Func<RandomGenerator, T> Bind<T>(string sampler, Type type) =>
        typeof(SampledTypes).GetMethod(sampler, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).CreateDelegate<Func<RandomGenerator, T>>();

    private static Layer SampleLayer<TLayer>(RandomGenerator generator)
        where TLayer : ISampledLayer => TLayer.Sample(generator);

    private static LossTerm SampleTerm<TTerm>(RandomGenerator generator)
        where TTerm : ISampledLossTerm => TTerm.Sample(generator);
}
