using System.Reflection;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>
/// The number of bytes that one call of a benchmark must move. Each byte that it reads or writes counts once, regardless of the number of
/// accesses.
/// </summary>
/// <param name="bytes">Bytes per call.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BytesAttribute(long bytes) : Attribute
{
    internal long Count { get; } = bytes;
}

/// <summary>GB/s, from the attribute and the median time.</summary>
internal class GigabytesColumn : IColumn
{
    public virtual string Id => nameof(GigabytesColumn);

    public virtual string ColumnName => "GB/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 2;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public virtual string Legend => "bytes that have to be moved / median time";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public virtual string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        Rate(summary, benchmarkCase) is { } rate ? $"{rate:F1}" : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    protected static double? Rate(Summary summary, BenchmarkCase benchmarkCase) =>
        benchmarkCase.Descriptor.WorkloadMethod.GetCustomAttribute<BytesAttribute>() is { } work
        && summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? work.Count / statistics.Median
            : null;
}

/// <summary>The bandwidth divided by that of <see cref="KernelBenchmarks.ThirdLevelRead"/> in the same run.</summary>
internal sealed class BandwidthShareColumn : GigabytesColumn
{
    public override string Id => nameof(BandwidthShareColumn);

    public override string ColumnName => "% of L3";

    public override string Legend => "GB/s / the largest GB/s of ThirdLevelRead in the same run";

    public override string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        double roof = 0;
        foreach (BenchmarkCase other in summary.BenchmarksCases)
        {
            if (other.Descriptor.WorkloadMethod.Name == nameof(KernelBenchmarks.ThirdLevelRead))
                roof = Math.Max(roof, Rate(summary, other) ?? 0);
        }

        return roof > 0 && Rate(summary, benchmarkCase) is { } rate ? $"{100 * rate / roof:F0}" : "-";
    }
}
