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
