using AsyncRL.Benchmarks;
using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args, new KernelConfiguration());
