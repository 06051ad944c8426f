namespace AsyncRL.Distributed.Mpi;

/// <summary>The binary interfaces of MPI libraries. Each has numbers and handles of its own for the constants of the standard.</summary>
internal enum MpiFamily
{
    /// <summary>Open MPI 4 and 5.</summary>
    OpenMpi,

    /// <summary>MPICH and its kin: Intel MPI, Cray MPICH, MVAPICH.</summary>
    Mpich,

    /// <summary>The standard binary interface of MPI 5.</summary>
    Standard,
}
