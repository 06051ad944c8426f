using System.Runtime.InteropServices;

// Applies to every import of this assembly: a library beside the program, or of the current directory, is not taken for the system's.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace AsyncRL.Environments.MuJoCo.Native;

/// <summary>
/// The functions of MuJoCo that tasks need. All of them have the same form in the versions that are accepted. A model is not changed after
/// it is loaded, so that threads share it; data belong to one thread at a time.
/// </summary>
internal static unsafe partial class MuJoCoFunctions
{
    /// <summary>The kind of a body in <see cref="FindName"/> (mjOBJ_BODY).</summary>
    internal const int Body = 1;

    /// <summary>The kind of a camera in <see cref="FindName"/> (mjOBJ_CAMERA).</summary>
    internal const int Camera = 7;

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_loadXML", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint LoadModel(string path, nint files, byte* error, int errorLength);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_printFormattedModel", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void PrintModel(nint model, string path, string numberFormat);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_deleteModel")]
    internal static partial void DeleteModel(nint model);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_makeData")]
    internal static partial nint MakeData(nint model);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_deleteData")]
    internal static partial void DeleteData(nint data);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_resetData")]
    internal static partial void ResetData(nint model, nint data);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_step")]
    internal static partial void Step(nint model, nint data);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_kinematics")]
    internal static partial void ComputeKinematics(nint model, nint data);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_camlight")]
    internal static partial void PlaceCameras(nint model, nint data);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_comPos")]
    internal static partial void ComputeCenters(nint model, nint data);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_name2id", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int FindName(nint model, int kind, string name);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_local2Global")]
    internal static partial void ToGlobal(
        nint data, double* position, double* rotation, double* localPosition, double* localQuaternion, int body, byte sameFrame);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_stateSize")]
    internal static partial int StateSize(nint model, uint parts);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_getState")]
    internal static partial void GetState(nint model, nint data, double* state, uint parts);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mj_setState")]
    internal static partial void SetState(nint model, nint data, double* state, uint parts);

    [LibraryImport(MuJoCoLibrary.ImportName, EntryPoint = "mju_error", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void RaiseError(string message);
}
