using System.Linq;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Torcs.Installation;

/// <summary>TORCS as it is installed on the machine.</summary>
/// <param name="Libraries">The directory of its programs, modules and robots.</param>
/// <param name="Data">The directory of its cars and tracks.</param>
internal sealed record TorcsInstallation(string Libraries, string Data)
{
    /// <summary>The version whose places in memory the robot knows: that of Debian 12 and Ubuntu 24.04.</summary>
    internal const string Version = "1.3.7";

    /// <summary>The variable that names the prefix of an installation, for example /usr/local, instead of the usual ones.</summary>
    internal const string Variable = "ASYNCRL_TORCS";

    private const string Install = "sudo apt-get install torcs";

    private const string SlowCar = "p406", FastCar = "car1-trb1";

    private static readonly string[] UsualPrefixes = ["/usr", "/usr/local"];

    private static readonly string[] LibraryPlaces = ["lib/x86_64-linux-gnu/torcs", "lib/aarch64-linux-gnu/torcs", "lib/torcs"];

    private static readonly string[] DataPlaces = ["share/games/torcs", "share/torcs"];

    /// <summary>The program.</summary>
    internal string Program => Path.Combine(Libraries, "torcs-bin");

    /// <summary>Finds TORCS.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="InputException">The machine has no Linux, TORCS is not installed, or it is another version.</exception>
    internal static TorcsInstallation Find()
    {
        if (!OperatingSystem.IsLinux()) throw new InputException("TORCS can be used on Linux alone; expected a machine with Linux.");
        string? chosen = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } prefix ? Path.GetFullPath(prefix) : null;
        string[] prefixes = chosen is null ? UsualPrefixes : [chosen];
        foreach (string directory in prefixes)
        {
            string? libraries = Array.Find(Within(directory, LibraryPlaces), place => File.Exists(Path.Combine(place, "torcs-bin")));
            string? data = Array.Find(Within(directory, DataPlaces), place => Directory.Exists(Path.Combine(place, "tracks")));
            if (libraries is null || data is null) continue;
            var found = new TorcsInstallation(libraries, data);
            found.CheckVersion();
            return found;
        }

        string place = chosen is null ? "on this machine" : $"in {chosen}, which {Variable} names";
        throw new InputException($"TORCS is not installed {place}; expected TORCS {Version} ({Install}).");
    }

    /// <summary>Finds a track.</summary>
    /// <param name="name">Its name, without regard to case: "forza".</param>
    /// <returns>The track.</returns>
    /// <exception cref="InputException">There is no such track.</exception>
    internal Track FindTrack(string name)
    {
        Track[] tracks = [.. Directory.GetDirectories(Path.Combine(Data, "tracks")).SelectMany(TracksOf)];
        return Array.Find(tracks, track => track.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new InputException(Names.Unknown("track of TORCS", name, [.. tracks.Select(track => track.Name).Order()]));
    }

    /// <summary>Finds a car.</summary>
    /// <param name="name">The value of the option "car", without regard to case.</param>
    /// <returns>Its name in TORCS.</returns>
    /// <exception cref="InputException">There is no such car.</exception>
    internal string FindCar(string name)
    {
        string wanted = Names.Match(name, ["slow", "fast"]) switch { "slow" => SlowCar, "fast" => FastCar, _ => name };
        string[] cars = [.. FilesOfTheirOwnName(Path.Combine(Data, "cars")).Order()];
        return Names.Match(wanted, cars)
            ?? throw new InputException(Names.Unknown("car of TORCS", wanted, ["slow", "fast", .. cars]));
    }

    private static IEnumerable<Track> TracksOf(string category) =>
        FilesOfTheirOwnName(category).Select(track => new Track(track, Path.GetFileName(category)));

    /// <summary>The directories that have a description of their own name: forza/forza.xml.</summary>
    private static IEnumerable<string> FilesOfTheirOwnName(string directory) => Directory.GetDirectories(directory)
        .Select(path => Path.GetFileName(path)).Where(name => File.Exists(Path.Combine(directory, name, $"{name}.xml")));

    private static string[] Within(string prefix, string[] places) =>
        Array.ConvertAll(places, place => Path.Combine(prefix, place));

    /// <summary>
    /// The only place with the version is the text of a screen. What the version means in memory is checked by the robot.
    /// </summary>
    private void CheckVersion()
    {
        string library = Path.Combine(Libraries, "lib", "libclient.so");
        bool isKnown = File.Exists(library) && File.ReadAllBytes(library).AsSpan().IndexOf("1.3.7"u8) >= 0;
        if (!isKnown) throw new InputException($"TORCS in {Libraries} is not version {Version}; expected {Version} ({Install}).");
    }
}

/// <summary>A track of TORCS.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Category">Its kind: road, oval or dirt.</param>
internal sealed record Track(string Name, string Category);
