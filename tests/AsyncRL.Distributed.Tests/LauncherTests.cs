using System.Linq;
using AsyncRL.Core.Options;

namespace AsyncRL.Distributed.Tests;

public class LauncherTests
{
    private const string SlurmJob = " SLURM_NTASKS=3 SLURM_PROCID=0 SLURM_LOCALID=0";

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_LOCAL_RANK=1", LauncherFamily.OpenMpi, 3, 4, 1)]
    [InlineData(
        "OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=1 PMIX_RANK=1 PMIX_NAMESPACE=5" + SlurmJob, LauncherFamily.OpenMpi, 1, 2, null)]
    [InlineData("PMI_SIZE=8 PMI_RANK=0 MPI_LOCALRANKID=0", LauncherFamily.Mpich, 0, 8, 0)]
    [InlineData("PMI_SIZE=3 PMI_RANK=2" + SlurmJob, LauncherFamily.Mpich, 2, 3, 0)]
    [InlineData("PMI_SIZE=3 PMI_RANK=2 MPI_LOCALRANKID=1" + SlurmJob, LauncherFamily.Mpich, 2, 3, 1)]
    [InlineData("PMI_SIZE=3 PMI_RANK=2", LauncherFamily.Mpich, 2, 3, null)]
    [InlineData("PMIX_RANK=2 PMIX_NAMESPACE=slurm.pmix.7.0" + SlurmJob, LauncherFamily.SlurmPmix, 2, 3, 0)]
    public void Each_launcher_is_known_by_its_variables(string variables, LauncherFamily family, int rank, int ranks, int? localRank)
    {
        Launcher launcher = Find(variables)!;
        Assert.Equal((family, rank, ranks, localRank), (launcher.Family, launcher.Rank, launcher.Ranks, launcher.LocalRank));
    }

    [Theory]
    [InlineData("")]
    [InlineData("OMPI_COMM_WORLD_SIZE=1 OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_LOCAL_RANK=0")]
    [InlineData("PMI_SIZE=1 PMI_RANK=0")]
    [InlineData("PMIX_RANK=0 PMIX_NAMESPACE=slurm.pmix.7.0 SLURM_NTASKS=1")]
    [InlineData("PMIX_RANK=0 PMIX_NAMESPACE=other")]
    [InlineData("SLURM_NTASKS=4 SLURM_PROCID=2")]
    [InlineData("OMPI_ALLOW_RUN_AS_ROOT=1")]
    [InlineData("PMI_SIZE= PMI_RANK=")]
    public void A_process_alone_has_no_launcher(string variables) => Assert.Null(Find(variables));

    [Theory]
    [InlineData("PMI_SIZE=many PMI_RANK=0", "The launcher's variable PMI_SIZE has the value \"many\"; expected a number from 1.")]
    [InlineData("PMI_SIZE=0 PMI_RANK=0", "The launcher's variable PMI_SIZE has the value \"0\"; expected a number from 1.")]
    [InlineData(
        "OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=4",
        "The launcher's variable OMPI_COMM_WORLD_RANK has the value \"4\"; expected a number from 0 to 3.")]
    [InlineData("PMI_SIZE=4 PMI_RANK=-1", "The launcher's variable PMI_RANK has the value \"-1\"; expected a number from 0 to 3.")]
    public void A_wrong_value_is_refused_in_one_sentence(string variables, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<InputException>(() => Find(variables)).Message);

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=1", "start mpirun with --bind-to none, ")]
    [InlineData("PMI_SIZE=2 PMI_RANK=1", "start mpirun with -bind-to none, ")]
    [InlineData("PMIX_RANK=1 PMIX_NAMESPACE=5 SLURM_NTASKS=2", "start srun with -c N ")]
    public void Threads_that_share_the_processors_of_their_rank_are_warned_of(string variables, string remedy)
    {
        Launcher launcher = Find(variables)!;
        Assert.StartsWith(
            "Warning: the launcher bound rank 1 to 1 of the machine's 16 processors, and its 4 threads share them; " + remedy,
            launcher.AffinityNote(4, allowed: 1, machine: 16),
            StringComparison.Ordinal);
        Assert.NotNull(launcher.AffinityNote(4, allowed: 3, machine: 4));
    }

    [Theory]
    [InlineData(4, 4, 16)]
    [InlineData(4, 16, 16)]
    [InlineData(20, 16, 16)]
    [InlineData(1, 1, 16)]
    [InlineData(4, 0, 16)]
    [InlineData(4, 2, -1)]
    public void Threads_with_processors_enough_or_on_all_there_are_get_no_warning(int threads, int allowed, int machine) =>
        Assert.Null(Find("PMI_SIZE=2 PMI_RANK=1")!.AffinityNote(threads, allowed, machine));

    [Fact]
    public void Another_size_and_a_library_for_one_thread_are_refused()
    {
        Launcher launcher = Find("PMI_SIZE=4 PMI_RANK=1")!;
        Assert.Null(MpiCommunicator.Refusal(launcher, "MPICH 4.0.2", 1, 4, isSerialized: true));
        Assert.StartsWith(
            "Open MPI 4.1.4 finds rank 0 of 1 where the launcher started rank 1 of 4 (PMI_SIZE=4); expected ",
            MpiCommunicator.Refusal(launcher, "Open MPI 4.1.4", 0, 1, isSerialized: true),
            StringComparison.Ordinal);
        Assert.NotNull(MpiCommunicator.Refusal(launcher, "MPICH 4.0.2", 2, 4, isSerialized: true));
        Assert.NotNull(MpiCommunicator.Refusal(launcher, "MPICH 4.0.2", 1, 4, isSerialized: false));
    }

    private static Launcher? Find(string variables)
    {
        Dictionary<string, string> table = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return Launcher.Find(table.GetValueOrDefault);
    }
}
