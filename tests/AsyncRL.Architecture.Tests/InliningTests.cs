using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// The arithmetic of a vector, an element or an update is a method of a structure, which a loop calls for each vector. Without the
/// attribute the compiler decides by the size of the caller whether to inline it. As calls, Adam's steps took a third of its sweep.
/// </summary>
public sealed class InliningTests
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    [Theory]
    [InlineData("IVector`2", 5)]
    [InlineData("IElementwiseFunction", 6)]
    [InlineData(nameof(IUpdateRule), 6)]
    [InlineData("IGradientScaling", 2)]
    [InlineData("IStatisticUpdate", 2)]
    public void Arithmetic_that_a_loop_calls_is_inlined(string contract, int least)
    {
        int found = 0;
        foreach (Type type in (Type[])[.. typeof(Layer).Assembly.GetTypes(), .. typeof(IUpdateRule).Assembly.GetTypes()])
        {
            if (!type.IsValueType || !Array.Exists(type.GetInterfaces(), one => one.Name == contract)) continue;
            found++;
            foreach (MethodInfo method in type.GetMethods(Declared)) Assert.True(IsInlined(method) || !IsInLoops(method), Lacking(method));
        }

        Assert.True(found >= least, $"Found {found} of {contract}.");
    }

    [Fact]
    public void The_test_tells_one_from_the_other()
    {
        Assert.False(IsInlined(typeof(InliningTests).GetMethod(nameof(Half), Declared)!));
        Assert.True(IsInLoops(typeof(InliningTests).GetMethod(nameof(Half), Declared)!));
        Assert.True(IsInlined(typeof(Vector128Float).GetMethod(nameof(Vector128Float.Broadcast))!));
        Assert.False(IsInLoops(typeof(Vector128Float).GetProperty(nameof(Vector128Float.Width))!.GetMethod!));
    }

    private static float Half(float number) => number / 2;

    private static bool IsInlined(MethodInfo method) =>
        (method.MethodImplementationFlags & MethodImplAttributes.AggressiveInlining) != 0;

    /// <summary>
    /// Properties are constants, and what a rule computes in double it computes once for an update. A method whose name has a dot is made
    /// by the compiler and only calls another one: it is short enough to be always inlined.
    /// </summary>
    private static bool IsInLoops(MethodInfo method) =>
        !method.Name.StartsWith("get_", StringComparison.Ordinal)
        && !method.Name.Contains('.', StringComparison.Ordinal)
        && method.ReturnType != typeof(double);

    private static string Lacking(MethodInfo method) =>
        $"{method.DeclaringType!.Name}.{method.Name} lacks {nameof(MethodImplOptions)}.{nameof(MethodImplOptions.AggressiveInlining)}.";
}
