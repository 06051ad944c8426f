using System.Globalization;
using AsyncRL.Core.Options;
using AsyncRL.Distributed.Mpi;
using AsyncRL.Training.Machine;

namespace AsyncRL.Distributed;

/// <summary>Programs that start the processes of a run.</summary>
public enum LauncherFamily
{
    /// <summary>mpirun of Open MPI.</summary>
    OpenMpi,

    /// <summary>mpirun of MPICH and its kin (Hydra), or Slurm's srun with --mpi=pmi2.</summary>
    Mpich,

    /// <summary>Slurm's srun with --mpi=pmix.</summary>
    SlurmPmix,
}

/// <summary>
/// What a launcher (mpirun, srun) tells a process that it starts, by environment variables. A process that no launcher started, or that is
/// the only one, has no launcher here, and nothing of MPI is loaded for it.
/// </summary>
public sealed class Launcher
{
    private readonly string _sizeVariable;

    private Launcher(LauncherFamily family, int rank, int ranks, int? localRank, string sizeVariable)
    {
        Family = family;
        Rank = rank;
        Ranks = ranks;
        LocalRank = localRank;
        _sizeVariable = sizeVariable;
    }

    /// <summary>Which launcher it is.</summary>
    public LauncherFamily Family { get; }

    /// <summary>Number of this process, from 0.</summary>
    public int Rank { get; }

    /// <summary>Number of processes, at least 2.</summary>
    public int Ranks { get; }

    /// <summary>Number of this process among those of its machine, from 0; null where the launcher does not tell.</summary>
    public int? LocalRank { get; }

    /// <summary>Where the number of processes comes from, for a sentence.</summary>
    internal string Source => $"{_sizeVariable}={Ranks}";

    /// <summary>Finds the launcher of this process.</summary>
    /// <returns>The launcher; null if there is none, or if it started one process.</returns>
    /// <exception cref="InputException">A variable of a launcher has a wrong value.</exception>
    public static Launcher? Find() => Find(Environment.GetEnvironmentVariable);

    /// <summary>Finds the launcher in given variables.</summary>
    /// <param name="variable">Gives the value of a variable, null if it is not set.</param>
    /// <returns>The launcher; null if there is none, or if it started one process.</returns>
    /// <exception cref="InputException">A variable of a launcher has a wrong value.</exception>
    internal static Launcher? Find(Func<string, string?> variable)
    {
        // Open MPI's mpirun is first: it sets PMIX_RANK too, and within a Slurm job SLURM_NTASKS is there as well.
        if (Has("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"))
            return Read(LauncherFamily.OpenMpi, "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK");
        if (Has("PMI_SIZE", "PMI_RANK"))
            return Read(LauncherFamily.Mpich, "PMI_SIZE", "PMI_RANK", Has("MPI_LOCALRANKID") ? "MPI_LOCALRANKID" : "SLURM_LOCALID");
        if (Has("SLURM_NTASKS", "PMIX_RANK", "PMIX_NAMESPACE"))
            return Read(LauncherFamily.SlurmPmix, "SLURM_NTASKS", "PMIX_RANK", "SLURM_LOCALID");
        return null;

        bool Has(params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                if (string.IsNullOrEmpty(variable(name))) return false;
            }

            return true;
        }

        Launcher? Read(LauncherFamily family, string sizeName, string rankName, string localRankName)
        {
            int size = Number(variable, sizeName, 1, int.MaxValue);
            int rank = Number(variable, rankName, 0, size - 1);
            int? localRank = Has(localRankName) ? Number(variable, localRankName, 0, size - 1) : null;
            return size == 1 ? null : new Launcher(family, rank, size, localRank, sizeName);
        }
    }

    /// <summary>
    /// A line for people where the launcher bound this process to fewer processors than it has threads. Open MPI does so unless it is told
    /// otherwise, and all threads of a rank then share one core.
    /// </summary>
    /// <param name="threads">Number of threads that this process will run at a time.</param>
    /// <returns>The line; null if there is nothing to say.</returns>
    public string? AffinityNote(int threads) => OperatingSystem.IsLinux()
        ? AffinityNote(threads, ProcessorAffinity.CountAllowed(), SystemLibrary.MachineProcessors()) : null;

    /// <summary>The line for given numbers of processors.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <param name="allowed">Processors that this process may use; 0 if that is not known.</param>
    /// <param name="machine">Processors of the machine.</param>
    internal string? AffinityNote(int threads, int allowed, int machine)
    {
        if (allowed <= 0 || allowed >= machine || allowed >= threads) return null;
        string remedy = Family switch
        {
            LauncherFamily.OpenMpi => "start mpirun with --bind-to none, or with --map-by ppr:1:node:pe=N for N processors",
            LauncherFamily.Mpich => "start mpirun with -bind-to none, or srun with -c N for N processors",
            _ => "start srun with -c N for N processors",
        };
        return $"Warning: the launcher bound rank {Rank} to {allowed} of the machine's {machine} processors, "
            + $"and its {threads} threads share them; {remedy}.";
    }

    private static int Number(Func<string, string?> variable, string name, int least, int most)
    {
        string text = variable(name)!;
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value);
        if (isNumber && value >= least && value <= most) return value;
        string expected = most == int.MaxValue ? $"a number from {least}" : $"a number from {least} to {most}";
        throw new InputException($"The launcher's variable {name} has the value \"{text}\"; expected {expected}.");
    }
}
