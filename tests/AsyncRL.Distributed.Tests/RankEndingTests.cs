using System.Linq;
using AsyncRL.Distributed.Tests.Ranks;
using AsyncRL.TestSources;

namespace AsyncRL.Distributed.Tests;

/// <summary>Tests ends and refusals of runs that real launchers start.</summary>
public class RankEndingTests
{
    [Theory]
    [StartedBy(Mpirun.OpenMpi, 1)]
    [StartedBy(Mpirun.Mpich, 1)]
    public void A_single_process_loads_no_MPI_library(string launcher, int ranks)
    {
        RankRun run = Mpirun.Run(launcher, ranks, "checks");
        Assert.True(run.ExitCode == 0 && run.Results[0].GetValueOrDefault("alone") == RankFiles.Passed, $"{run}");
    }

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2)]
    [StartedBy(Mpirun.Mpich, 2)]
    public void The_library_of_the_other_family_is_refused_in_one_sentence(string launcher, int ranks)
    {
        bool isOpenMpi = launcher == Mpirun.OpenMpi;
        if (!MpiLaunchers.IsInstalled(isOpenMpi ? Mpirun.Mpich : Mpirun.OpenMpi)) return;
        string library = isOpenMpi ? "libmpich.so.12" : "libmpi.so.40";
        RankRun run = Mpirun.Run(launcher, ranks, "checks", variables: $"ASYNCRL_MPI_LIBRARY={library}");
        Assert.True(run is { IsKilled: false, ExitCode: not 0 }, $"{run}");
        for (int rank = 0; rank < ranks; rank++)
        {
            string sentence = run.Results[rank].GetValueOrDefault("refused", $"not refused: {run}");
            Assert.Matches(
                $@"^{(isOpenMpi ? "MPICH" : "Open MPI")} [\d.]+ finds rank 0 of 1 where the launcher started rank {rank} of 2 "
                + $@"\({(isOpenMpi ? "OMPI_COMM_WORLD_SIZE" : "PMI_SIZE")}=2\); expected .* ASYNCRL_MPI_LIBRARY\.$",
                sentence);
        }
    }

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2)]
    [StartedBy(Mpirun.Mpich, 2)]
    public void A_library_that_is_not_there_is_refused_in_one_sentence(string launcher, int ranks)
    {
        RankRun run = Mpirun.Run(launcher, ranks, "checks", variables: "ASYNCRL_MPI_LIBRARY=libnothing.so.1");
        Assert.True(run is { IsKilled: false, ExitCode: not 0 }, $"{run}");
        Assert.All(run.Results, results => Assert.Contains(
            "install the package openmpi-bin or mpich", results.GetValueOrDefault("refused", $"{run}"), StringComparison.Ordinal));
    }

    /// <summary>MPICH with UCX hangs at the end of most such runs if its ranks end at once.</summary>
    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void A_run_over_TCP_as_between_machines_passes_all_checks_and_ends(string launcher, int ranks)
    {
        RankRun run = Mpirun.Run(launcher, ranks, "checks", variables: ["OMPI_MCA_btl=tcp,self", "UCX_TLS=tcp,self"]);
        bool isPassed = run.Results.All(results => results.GetValueOrDefault("end") == RankFiles.Passed);
        Assert.True(isPassed && run.ExitCode == 0, $"{run}");
    }

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void A_rank_that_aborts_ends_all(string launcher, int ranks)
    {
        RankRun run = EndedRun(launcher, ranks, "abort");
        Assert.True(run.Results[1].ContainsKey("aborting"), $"{run}");
    }

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Rank_0_names_a_rank_that_leaves_while_the_others_sum(string launcher, int ranks)
    {
        RankRun run = EndedRun(launcher, ranks, "leave");
        string expected = $"Rank {ranks - 1} leaves the run in its call 1, while rank 0 sums in its call 1; ";
        Assert.StartsWith(expected, run.Results[0].GetValueOrDefault("mismatch", $"{run}"), StringComparison.Ordinal);
    }

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2, 4)]
    [StartedBy(Mpirun.Mpich, 2, 4)]
    public void Rank_0_does_not_hang_when_it_leaves_while_the_others_sum(string launcher, int ranks)
    {
        RankRun run = EndedRun(launcher, ranks, "begin-to-leave");
        Assert.True(run.Results[0].ContainsKey("left"), $"{run}");
    }

    /// <summary>All ranks have begun the sum, so only their answers tell which of them has stopped.</summary>
    [Theory]
    [StartedBy(Mpirun.OpenMpi, 4)]
    [StartedBy(Mpirun.Mpich, 4)]
    public void Rank_0_names_a_rank_that_stops_within_a_sum(string launcher, int ranks)
    {
        RankRun run = EndedRun(launcher, ranks, "stop");
        Assert.True(run.Results[0].GetValueOrDefault("missing") == "2", $"{run}");
    }

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2)]
    [StartedBy(Mpirun.Mpich, 2)]
    public void A_failure_of_the_library_is_an_exception_with_its_text(string launcher, int ranks)
    {
        RankRun run = EndedRun(launcher, ranks, "overflow");
        Assert.Matches("^MPI_Test failed: (MPI_ERR_TRUNCATE: |Other MPI error)", run.Results[1].GetValueOrDefault("failure", $"{run}"));
    }

    [Theory]
    [StartedBy(Mpirun.OpenMpi, 2)]
    public void Ranks_that_are_bound_to_a_core_each_are_told_how_not_to_be(string launcher, int ranks)
    {
        if (Environment.ProcessorCount < ranks) return;
        RankRun bound = Mpirun.Run(launcher, ranks, "bound", isBound: true), free = Mpirun.Run(launcher, ranks, "bound");
        for (int rank = 0; rank < ranks; rank++)
        {
            Assert.Contains("--bind-to none", bound.Results[rank].GetValueOrDefault("bound", $"{bound}"), StringComparison.Ordinal);
            Assert.Equal("nothing", free.Results[rank].GetValueOrDefault("bound", $"{free}"));
        }
    }

    private static RankRun EndedRun(string launcher, int ranks, string task)
    {
        RankRun run = Mpirun.Run(launcher, ranks, task);
        Assert.True(run is { IsKilled: false, ExitCode: not 0 }, $"{run}");
        return run;
    }
}
