using System.Runtime.InteropServices;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Updates by gradients that tests give as numbers.</summary>
internal static class TestUpdates
{
    /// <summary>Applies a rule of one statistic to θ, without clipping.</summary>
    internal static void Apply<TRule>(this SharedParameters shared, TRule rule, float[] gradient, float[]? statistic = null)
        where TRule : struct, IUpdateRule =>
        shared.Sweep(rule, gradient, new StatisticSpans(statistic ?? new float[shared.Length], default));

    /// <summary>Applies a rule of one statistic to plain numbers.</summary>
    internal static void Apply<TRule>(this SharingMode sharing, TRule rule, float[] parameters, float[] statistic, float[] gradient)
        where TRule : struct, IUpdateRule => sharing.Apply(rule, parameters, new StatisticSpans(statistic, default), gradient);

    /// <summary>A gradient of numbers.</summary>
    internal static SegmentGradient<float> Gradient(NetworkStructure structure, ReadOnlySpan<float> numbers)
    {
        var gradient = new SegmentGradient<float>(new Activations<float>(structure, 1), keepsFactors: false);
        numbers.CopyTo(gradient.Stored);
        return gradient;
    }

    /// <summary>Statistics of an optimizer by its name.</summary>
    internal static OptimizerStatistics Statistics(OptimizerOptions options, SharedParameters shared, bool approximatesRoots = false) =>
        new(Optimizer.Create(options, approximatesRoots: approximatesRoots), shared.Length);

    /// <summary>Momentum with α = 0: its statistic is, bit for bit, the gradient applied last.</summary>
    internal static OptimizerStatistics GradientKeeper(SharedParameters shared) =>
        Statistics(new OptimizerOptions { Optimizer = "momentum-sgd", Decay = 0, ClipNorm = 0 }, shared);

    /// <summary>Sets θ⁻.</summary>
    internal static void RestoreTarget(this SharedParameters shared, ReadOnlySpan<float> target) =>
        shared.Target(TargetCopy.Name).Install(target);

    /// <summary>Copies θ⁻.</summary>
    internal static void ReadTarget(this SharedParameters shared, Span<float> target)
    {
        var bytes = new byte[target.Length * sizeof(float)];
        shared.Target(TargetCopy.Name).Transfer(new StateTransfer(new BinaryWriter(new MemoryStream(bytes))));
        bytes.CopyTo(MemoryMarshal.AsBytes(target));
    }
}
