using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using AsyncRL.Core.Options;

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

/// <summary>
/// The MPI library of the machine, loaded on demand: a program that runs alone neither needs it nor loads it. Its family is found by
/// looking at what it exports.
/// </summary>
internal sealed class MpiLibrary
{
    /// <summary>The name that <see cref="MpiFunctions"/> imports from; it stands for the library that was loaded.</summary>
    internal const string ImportName = "mpi";

    /// <summary>The variable that names the library to load, instead of the usual ones.</summary>
    internal const string Variable = "ASYNCRL_MPI_LIBRARY";

    // Plain libmpi.so belongs to compilers, and on Debian it may be of either family. MPICH has the second name from its authors, as
    // Intel MPI, Cray MPICH and MVAPICH do, and the third from Debian.
    private static readonly string[] OpenMpiFirst = ["libmpi.so.40", "libmpi_abi.so.0", "libmpi.so.12", "libmpich.so.12"];

    // More than MPI_MAX_LIBRARY_VERSION_STRING of every library.
    private const int LongestVersion = 8192;

    private static readonly Lock Loading = new();
    private static nint _loaded;

    private MpiLibrary(nint handle, string name)
    {
        Family = FamilyOf(handle, name);
        Constants = Family switch
        {
            MpiFamily.OpenMpi => MpiConstants.OfOpenMpi(handle),
            MpiFamily.Mpich => MpiConstants.Mpich,
            _ => MpiConstants.Standard,
        };
    }

    /// <summary>Which constants the library has.</summary>
    internal MpiFamily Family { get; }

    /// <summary>Its constants.</summary>
    internal MpiConstants Constants { get; }

    /// <summary>The names to try, in order.</summary>
    /// <param name="isOfMpich">Whether the launcher belongs to MPICH or its kin.</param>
    /// <param name="chosen">The only name to try, from <see cref="Variable"/>; null or empty for the usual ones.</param>
    internal static IReadOnlyList<string> Names(bool isOfMpich, string? chosen)
    {
        if (!string.IsNullOrEmpty(chosen)) return [chosen];
        string[] names = [.. OpenMpiFirst];
        if (isOfMpich) Array.Reverse(names);
        return names;
    }

    /// <summary>Loads the first library that is there. The calls of <see cref="MpiFunctions"/> reach it from then on.</summary>
    /// <param name="names">Names or paths, in order.</param>
    /// <returns>The library.</returns>
    /// <exception cref="InputException">None can be loaded, it is no MPI library, or the system is not supported.</exception>
    internal static MpiLibrary Load(IReadOnlyList<string> names)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess || !BitConverter.IsLittleEndian)
            throw new InputException("A run of several processes needs 64-bit Linux on x86-64 or Arm64; start it without a launcher.");

        // UCX, which carries MPICH's messages on Debian and Open MPI's on InfiniBand, would handle SIGSEGV itself: a null reference would
        // then end the process instead of raising an exception.
        SystemLibrary.SetVariableIfAbsent("UCX_ERROR_SIGNALS", "");
        var problems = new List<string>();
        foreach (string name in names)
        {
            nint handle = SystemLibrary.LoadGlobally(name, out string problem);
            if (handle == 0)
            {
                problems.Add(problem);
                continue;
            }

            if (!NativeLibrary.TryGetExport(handle, "MPI_Iallreduce", out _))
                throw new InputException($"{name} is not an MPI library; expected {Variable} to name one, for example libmpi.so.40.");
            Use(handle);
            return new MpiLibrary(handle, name);
        }

        throw new InputException(
            $"A launcher started this process, but no MPI library can be loaded ({string.Join("; ", problems)}); "
            + $"expected Open MPI or MPICH: install the package openmpi-bin or mpich, or name the library in {Variable}.");
    }

    /// <summary>Which family a library is of. The objects that Open MPI exports may also be visible in its standard interface.</summary>
    /// <param name="handle">The loaded library.</param>
    /// <param name="name">The name that it was loaded by.</param>
    internal static MpiFamily FamilyOf(nint handle, string name)
    {
        if (Path.GetFileName(name).Contains("mpi_abi", StringComparison.Ordinal)) return MpiFamily.Standard;
        return NativeLibrary.TryGetExport(handle, MpiConstants.OpenMpiWorld, out _) ? MpiFamily.OpenMpi : MpiFamily.Mpich;
    }

    /// <summary>Name and version of the library. May be called before it is initialized.</summary>
    internal static unsafe string NameAndVersion()
    {
        Span<byte> text = stackalloc byte[LongestVersion];
        fixed (byte* start = text)
        {
            MpiException.Check(MpiFunctions.GetLibraryVersion(start, out int length), "MPI_Get_library_version");
            return LibraryVersion.Shorten(Encoding.UTF8.GetString(text[..length]));
        }
    }

    private static void Use(nint handle)
    {
        lock (Loading)
        {
            if (_loaded == 0)
                NativeLibrary.SetDllImportResolver(typeof(MpiLibrary).Assembly, (name, _, _) => name == ImportName ? _loaded : 0);
            _loaded = handle;
        }
    }
}

/// <summary>Short forms of the texts by which MPI libraries name themselves.</summary>
internal static partial class LibraryVersion
{
    /// <summary>
    /// "Open MPI 4.1.4" of "Open MPI v4.1.4, package: …", "MPICH 4.0.2" of "MPICH Version:      4.0.2", else the first line.
    /// </summary>
    /// <param name="text">The whole text.</param>
    internal static string Shorten(string text)
    {
        string line = text.Trim('\0', ' ', '\n', '\r').Split('\n', 2)[0].Trim();
        if (OpenMpi().Match(line) is { Success: true } open) return $"Open MPI {open.Groups[1].Value}";
        if (Mpich().Match(line) is { Success: true } mpich) return $"{mpich.Groups[1].Value} {mpich.Groups[2].Value}";
        return line.Length > 0 ? line : "an MPI library without a name";
    }

    [GeneratedRegex(@"^Open MPI v([^\s,]+)")]
    private static partial Regex OpenMpi();

    [GeneratedRegex(@"^(\S+) Version\s*:\s*(\S+)$")]
    private static partial Regex Mpich();
}
