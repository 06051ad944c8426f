using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace AsyncRL.Benchmarks.Kernels;

/// <summary>
/// Short runs in this process, so that all vectors and the machine's peak are measured close together. On a machine whose clock rate
/// varies, only such measurements can be compared.
/// </summary>
internal sealed class KernelConfiguration : ManualConfig
{
    internal KernelConfiguration()
    {
        Add(DefaultConfig.Instance);
        AddJob(Job.ShortRun
            .WithIterationCount(9)
            .WithWarmupCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(100))
            .WithToolchain(InProcessEmitToolchain.Instance));
        AddColumn(new GigaflopsColumn(), new PeakShareColumn(), new GigabytesColumn(), new BandwidthShareColumn());
        WithOptions(ConfigOptions.DisableLogFile);
    }
}
