using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>The number of multiply-adds of one call of a benchmark. A multiply-add counts as two floating-point operations.</summary>
/// <param name="multiplyAdds">Multiply-adds per call.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MultiplyAddsAttribute(long multiplyAdds) : Attribute
{
    internal long Count { get; } = multiplyAdds;
}

/// <summary>GFLOP/s, from the attribute and the median time.</summary>
internal class GigaflopsColumn : IColumn
{
    public virtual string Id => nameof(GigaflopsColumn);

    public virtual string ColumnName => "GFLOP/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public virtual string Legend => "2 · multiply-adds / median time";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public virtual string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        Rate(summary, benchmarkCase) is { } rate ? $"{rate:F1}" : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    protected static double? Rate(Summary summary, BenchmarkCase benchmarkCase) =>
        benchmarkCase.Descriptor.WorkloadMethod.GetCustomAttribute<MultiplyAddsAttribute>() is { } work
        && summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? 2 * work.Count / statistics.Median
            : null;
}

/// <summary>
/// The share of the machine's FMA peak, measured in the same run by <see cref="KernelBenchmarks.FmaPeak"/> at the widest vector.
/// </summary>
internal sealed class PeakShareColumn : GigaflopsColumn
{
    public override string Id => nameof(PeakShareColumn);

    public override string ColumnName => "% of peak";

    public override string Legend => "GFLOP/s / the largest GFLOP/s of FmaPeak in the same run";

    public override string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        double peak = 0;
        foreach (BenchmarkCase other in summary.BenchmarksCases)
        {
            if (other.Descriptor.WorkloadMethod.Name == nameof(KernelBenchmarks.FmaPeak)) peak = Math.Max(peak, Rate(summary, other) ?? 0);
        }

        return peak > 0 && Rate(summary, benchmarkCase) is { } rate ? $"{100 * rate / peak:F0}" : "-";
    }
}
