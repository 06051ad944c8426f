using AsyncRL.Benchmarks.Kernels;
using AsyncRL.Benchmarks.Results;
using BenchmarkDotNet.Running;

if (args is ["catch", ..]) return CatchResults.Run(args[1..]);
if (args is ["tasks", ..]) return TaskResults.Run(args[1..]);
if (args is ["games", ..]) return GameResults.Run(args[1..]);
if (args is ["psi", ..]) return PsiResults.Run(args[1..]);
if (args is ["v-trace", ..]) return VTraceResults.Run(args[1..]);
if (args is ["toys", ..]) return ToyResults.Run(args[1..]);
if (args is ["engine", ..]) return EngineResults.Run(args[1..]);
if (args is ["batch", ..]) return BatchResults.Run(args[1..]);
if (args is ["layers", ..]) return LayerResults.Run(args[1..]);
if (args is ["counters", ..]) return CounterTrace.Run(args[1..]);
if (args is ["environments", ..]) return EnvironmentResults.Run(args[1..]);
if (args is ["pictures", ..]) return GamePictures.Run(args[1..]);
if (args is ["bridge", ..]) return BridgeResults.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmarks).Assembly).Run(args, new KernelConfiguration());
return 0;
