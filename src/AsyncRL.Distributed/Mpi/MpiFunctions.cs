using System.Runtime.InteropServices;

// Applies to every import of this assembly: a library beside the program, or of the current directory, is not taken for the system's.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace AsyncRL.Distributed.Mpi;

/// <summary>
/// The functions of MPI that a run needs, as the C interface declares them. All return 0 or an error. None of them blocks but the first
/// and the last two: the non-blocking functions let the engine's threads have the processors, where blocking ones spin. Memory that is
/// given to a non-blocking function must not move until its request is complete, and a cell for a request must hold 0 before.
/// </summary>
internal static unsafe partial class MpiFunctions
{
    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Init_thread")]
    internal static partial int InitThread(nint argumentCount, nint arguments, int required, out int provided);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Get_library_version")]
    internal static partial int GetLibraryVersion(byte* text, out int length);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Error_string")]
    internal static partial int ErrorString(int code, byte* text, out int length);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Comm_rank")]
    internal static partial int CommRank(nint communicator, out int rank);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Comm_size")]
    internal static partial int CommSize(nint communicator, out int size);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Comm_set_errhandler")]
    internal static partial int CommSetErrorHandler(nint communicator, nint handler);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Ibcast")]
    internal static partial int Broadcast(void* buffer, int count, nint type, int root, nint communicator, nint* request);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Iallgather")]
    internal static partial int AllGather(
        void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType, nint communicator, nint* request);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Ialltoall")]
    internal static partial int AllToAll(
        void* send, int sendCount, nint sendType, void* receive, int receiveCount, nint receiveType, nint communicator, nint* request);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Igatherv")]
    internal static partial int Gather(
        void* send, int sendCount, nint sendType, void* receive, int* counts, int* offsets, nint receiveType, int root, nint communicator,
        nint* request);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Iscatterv")]
    internal static partial int Scatter(
        void* send, int* counts, int* offsets, nint sendType, void* receive, int receiveCount, nint receiveType, int root,
        nint communicator, nint* request);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Iallreduce")]
    internal static partial int AllReduce(
        void* send, void* receive, int count, nint type, nint operation, nint communicator, nint* request);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Isend")]
    internal static partial int Send(void* buffer, int count, nint type, int to, int tag, nint communicator, nint* request);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Irecv")]
    internal static partial int Receive(void* buffer, int count, nint type, int from, int tag, nint communicator, nint* request);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Iprobe")]
    internal static partial int Probe(int from, int tag, nint communicator, out int isThere, nint status);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Test")]
    internal static partial int Test(nint* request, out int isComplete, nint status);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Abort")]
    internal static partial int Abort(nint communicator, int code);

    [LibraryImport(MpiLibrary.ImportName, EntryPoint = "MPI_Finalize")]
    internal static partial int Finish();
}
