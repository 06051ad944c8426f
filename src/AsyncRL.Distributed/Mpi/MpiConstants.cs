using System.Runtime.InteropServices;

namespace AsyncRL.Distributed.Mpi;

/// <summary>
/// The constants of one family of MPI libraries. Handles are pointers in Open MPI and in the standard interface, and 32-bit integers in
/// MPICH; both are passed in the same registers on x86-64 and Arm64, so one type serves all.
/// </summary>
internal sealed record MpiConstants
{
    /// <summary>MPICH and its kin, from its mpi.h.</summary>
    internal static readonly MpiConstants Mpich = new()
    {
        World = 0x44000000,
        Byte = 0x4c00010d,
        Float = 0x4c00040a,
        Sum = 0x58000003,
        ErrorsReturn = 0x54000001,
        StatusIgnore = 1,
        InPlace = -1,
        ThreadSerialized = 2,
    };

    /// <summary>The standard interface, from mpi_abi.h of MPI 5.0. No library that has it was available for a test.</summary>
    internal static readonly MpiConstants Standard = new()
    {
        World = 0x101,
        Byte = 0x247,
        Float = 0x210,
        Sum = 0x21,
        ErrorsReturn = 0x142,
        StatusIgnore = 0,
        InPlace = 1,
        ThreadSerialized = 2048,
    };

    /// <summary>MPI_COMM_WORLD.</summary>
    internal required nint World { get; init; }

    /// <summary>MPI_BYTE.</summary>
    internal required nint Byte { get; init; }

    /// <summary>MPI_FLOAT.</summary>
    internal required nint Float { get; init; }

    /// <summary>MPI_SUM.</summary>
    internal required nint Sum { get; init; }

    /// <summary>MPI_ERRORS_RETURN.</summary>
    internal required nint ErrorsReturn { get; init; }

    /// <summary>MPI_STATUS_IGNORE.</summary>
    internal required nint StatusIgnore { get; init; }

    /// <summary>MPI_IN_PLACE.</summary>
    internal required nint InPlace { get; init; }

    /// <summary>MPI_THREAD_SERIALIZED.</summary>
    internal required int ThreadSerialized { get; init; }

    /// <summary>Open MPI's handles are the addresses of objects that the library exports.</summary>
    /// <param name="library">The loaded library.</param>
    internal static MpiConstants OfOpenMpi(nint library) => new()
    {
        World = NativeLibrary.GetExport(library, OpenMpiWorld),
        Byte = NativeLibrary.GetExport(library, "ompi_mpi_byte"),
        Float = NativeLibrary.GetExport(library, "ompi_mpi_float"),
        Sum = NativeLibrary.GetExport(library, "ompi_mpi_op_sum"),
        ErrorsReturn = NativeLibrary.GetExport(library, "ompi_mpi_errors_return"),
        StatusIgnore = 0,
        InPlace = 1,
        ThreadSerialized = 2,
    };

    /// <summary>The object that only Open MPI's own library exports.</summary>
    internal const string OpenMpiWorld = "ompi_mpi_comm_world";
}
