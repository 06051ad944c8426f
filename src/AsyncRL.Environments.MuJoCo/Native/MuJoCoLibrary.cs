using System.Runtime.InteropServices;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.MuJoCo.Native;

/// <summary>The MuJoCo library of the machine, loaded when the first environment is made. A process has one.</summary>
internal sealed class MuJoCoLibrary
{
    /// <summary>The name that <see cref="MuJoCoFunctions"/> imports from; it stands for the library that was loaded.</summary>
    internal const string ImportName = "mujoco";

    /// <summary>The variable that names the library to load, instead of the usual ones.</summary>
    internal const string Variable = "ASYNCRL_MUJOCO_LIBRARY";

    /// <summary>The word for the usual library.</summary>
    internal const string Usual = "auto";

    /// <summary>The version whose data are read by their place in memory: that of Debian 12 and Ubuntu 24.04.</summary>
    internal const int VersionWithOffsets = 222;

    /// <summary>The first version with functions that read and write the state.</summary>
    internal const int FirstVersionWithState = 236;

    private const string VersionFunction = "mj_version";

    private const string Install = "sudo apt-get install libmujoco2.2.2";

    private static readonly string[] UsualNames = ["libmujoco.so.2.2.2", "libmujoco.so", "libmujoco.dylib", "mujoco"];

    /// <summary>What is used before the first call of <see cref="MuJoCoFunctions"/>.</summary>
    private static readonly string[] NeededExports =
        [VersionFunction, "mju_user_error", "mju_user_warning", "mju_user_malloc", "mju_user_free"];

    private static readonly Lock Loading = new();
    private static MuJoCoLibrary? _loaded;

    private MuJoCoLibrary(nint handle, string name, string wanted) => (Handle, Name, Wanted) = (handle, name, wanted);

    /// <summary>The loaded library.</summary>
    internal nint Handle { get; }

    /// <summary>The name or the path that it was loaded by.</summary>
    internal string Name { get; }

    /// <summary>The number of its version: 222 for 2.2.2, 3009000 for 3.9.0.</summary>
    internal int Version { get; private set; }

    private string Wanted { get; }

    /// <summary>Loads the library, or returns the one that is loaded.</summary>
    /// <param name="chosen">The option "library": a path, or <see cref="Usual"/>.</param>
    /// <returns>The library.</returns>
    /// <exception cref="InputException">There is none, it is another library, or its version is not supported.</exception>
    internal static MuJoCoLibrary Load(string chosen = Usual)
    {
        string wanted = Wish(chosen);
        lock (Loading)
        {
            if (_loaded is null) return _loaded = LoadFirst(wanted);
            if (wanted == _loaded.Wanted || wanted == Usual) return _loaded;
            throw new InputException(
                $"The library {wanted} cannot be used, because the process has loaded {_loaded.Name}; expected one library.");
        }
    }

    /// <summary>A version as people write it.</summary>
    /// <param name="version">The number: three digits before 3.5.0, then a digit for millions and three for each other part.</param>
    internal static string TextOf(int version) => version < 1_000_000
        ? $"{version / 100}.{version / 10 % 10}.{version % 10}" : $"{version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}";

    /// <summary>Refuses a version whose data cannot be read.</summary>
    /// <param name="name">The name of the library.</param>
    /// <param name="version">The number of its version.</param>
    /// <exception cref="InputException">It is so.</exception>
    internal static void CheckVersion(string name, int version)
    {
        if (version is VersionWithOffsets or >= FirstVersionWithState) return;
        throw new InputException($"{name} is MuJoCo {TextOf(version)}; expected 2.2.2 ({Install}), or 2.3.6 or later.");
    }

    private static string Wish(string chosen)
    {
        if (!chosen.Equals(Usual, StringComparison.OrdinalIgnoreCase)) return chosen;
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Usual;
    }

    private static MuJoCoLibrary LoadFirst(string wanted)
    {
        foreach (string name in wanted == Usual ? UsualNames : [wanted])
        {
            if (NativeLibrary.TryLoad(name, out nint handle)) return Use(handle, name, wanted);
        }

        throw new InputException(
            wanted == Usual
                ? $"MuJoCo is not installed; expected libmujoco.so.2.2.2 ({Install}), or a path by {Variable} or --set library=PATH."
                : $"The library {wanted} cannot be loaded ({Problem(wanted)}); expected the path of libmujoco 2.2.2, or 2.3.6 or later.");
    }

    private static string Problem(string path)
    {
        if (!File.Exists(path)) return "there is no such file";
        try
        {
            NativeLibrary.Load(path);
            return "the system gave no reason";
        }
        catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException)
        {
            return OneLine.OfLoading(problem);
        }
    }

    private static MuJoCoLibrary Use(nint handle, string name, string wanted)
    {
        foreach (string export in NeededExports)
        {
            if (!NativeLibrary.TryGetExport(handle, export, out _))
                throw new InputException($"{name} is not MuJoCo; expected the path of libmujoco.");
        }

        if (!Environment.Is64BitProcess || !BitConverter.IsLittleEndian)
            throw new InputException("MuJoCo is supported on 64-bit systems; expected x86-64 or Arm64.");
        var library = new MuJoCoLibrary(handle, name, wanted) { Version = ReadVersion(NativeLibrary.GetExport(handle, VersionFunction)) };
        CheckVersion(name, library.Version);
        NativeLibrary.SetDllImportResolver(typeof(MuJoCoLibrary).Assembly, Resolve);
        EngineErrors.ReceiveFrom(handle);
        EngineMemory.GiveTo(handle);
        return library;

        nint Resolve(string import, System.Reflection.Assembly assembly, DllImportSearchPath? path) => import == ImportName ? handle : 0;
    }

    private static unsafe int ReadVersion(nint function) => ((delegate* unmanaged[Cdecl]<int>)function)();
}
