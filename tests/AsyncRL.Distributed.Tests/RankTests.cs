using System.Collections.Concurrent;
using System.Linq;
using AsyncRL.Distributed.Tests.Ranks;

namespace AsyncRL.Distributed.Tests;

/// <summary>Tests the communicator in processes that real launchers start. A launcher starts them once for all checks.</summary>
public class RankTests
{
    private static readonly ConcurrentDictionary<(string, int), Lazy<RankRun>> Runs = new();

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Ranks_are_numbered_as_the_launcher_does_and_name_their_library(string launcher, int ranks) =>
        AssertPassed("launcher", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void A_broadcast_brings_the_bytes_of_rank_0(string launcher, int ranks) => AssertPassed("broadcast", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Rank_0_gathers_blocks_of_different_lengths(string launcher, int ranks) => AssertPassed("gather", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Rank_0_scatters_blocks_of_different_lengths(string launcher, int ranks) => AssertPassed("scatter", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void A_sum_is_that_of_a_loop_with_the_same_bits_on_all_ranks(string launcher, int ranks) => AssertPassed("sum", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Ranks_bring_each_other_parts_of_blocks(string launcher, int ranks) => AssertPassed("parts", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void A_rank_works_while_a_sum_waits_for_the_others(string launcher, int ranks) => AssertPassed("overlap", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void A_rank_that_is_late_is_named(string launcher, int ranks) => AssertPassed("missing", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Exchanges_of_blocks_allocate_nothing(string launcher, int ranks) => AssertPassed("allocation", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Calls_out_of_order_are_refused(string launcher, int ranks) => AssertPassed("misuse", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Null_references_are_still_exceptions(string launcher, int ranks) => AssertPassed("null", launcher, ranks);

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void A_run_ends_without_an_error(string launcher, int ranks)
    {
        AssertPassed("end", launcher, ranks);
        Assert.True(RunOf(launcher, ranks).ExitCode == 0, $"{RunOf(launcher, ranks)}");
    }

    private static void AssertPassed(string check, string launcher, int ranks)
    {
        RankRun run = RunOf(launcher, ranks);
        bool isPassed = run.Results.All(results => results.GetValueOrDefault(check) == RankFiles.Passed);
        Assert.True(isPassed, $"The check \"{check}\" of {ranks} ranks under {launcher} did not pass on all of them: {run}");
    }

    private static RankRun RunOf(string launcher, int ranks) =>
        Runs.GetOrAdd((launcher, ranks), _ => new Lazy<RankRun>(() => Mpirun.Run(launcher, ranks, "checks"))).Value;
}
