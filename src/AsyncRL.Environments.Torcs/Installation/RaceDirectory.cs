using System.Linq;
using System.Xml.Linq;

namespace AsyncRL.Environments.Torcs.Installation;

/// <summary>
/// The files that TORCS reads to run a race: links to its own modules and robots, descriptions of the drivers, of the race and of the
/// engine. TORCS takes the directory for the one of the user, so that nothing of the user's own is read or written. It is needed only until
/// the race begins.
/// </summary>
internal sealed class RaceDirectory : IDisposable
{
    private const string Beginning = "asyncrl-torcs-", Robot = "asyncrl", Opponent = "bt";

    private readonly string _path;

    private RaceDirectory(string path) => _path = path;

    /// <summary>The place of the socket.</summary>
    internal string Socket => Path.Combine(_path, "socket");

    /// <summary>The description of the race.</summary>
    internal string RaceFile => Path.Combine(_path, "race.xml");

    /// <summary>The directory of modules and robots, with the slash that TORCS needs.</summary>
    internal string Libraries => Path.Combine(_path, "lib") + '/';

    /// <summary>The directory of the user, with the slash that TORCS needs.</summary>
    internal string Home => Path.Combine(_path, "home") + '/';

    /// <summary>Writes the files.</summary>
    /// <param name="torcs">Where TORCS is.</param>
    /// <param name="race">The race.</param>
    /// <param name="robot">The path of the robot's library.</param>
    /// <returns>The directory; the caller disposes of it.</returns>
    internal static RaceDirectory Write(TorcsInstallation torcs, Race race, string robot)
    {
        var directory = new RaceDirectory(Directory.CreateTempSubdirectory(Beginning).FullName);
        try
        {
            directory.Link(Path.Combine(torcs.Libraries, "modules"), "lib/modules");
            directory.Link(Path.Combine(torcs.Libraries, "drivers", Opponent), $"lib/drivers/{Opponent}");
            directory.Link(robot, $"lib/drivers/{Robot}/{Robot}.so");
            directory.Save(Drivers(Robot, race.Car, first: 1, count: 1), $"home/drivers/{Robot}/{Robot}.xml");
            directory.Save(Drivers(Opponent, race.Car, first: 0, race.Opponents), $"home/drivers/{Opponent}/{Opponent}.xml");
            directory.Save(Engine(), "home/config/raceengine.xml");
            directory.Save(Describe(race), "race.xml");
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the files.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // It was deleted before.
        }
    }

    private void Link(string target, string name)
    {
        string path = Path.Combine(_path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
    }

    /// <summary>Without a byte order mark: TORCS ends by signal 11 at one.</summary>
    private void Save(XElement content, string name)
    {
        string path = Path.Combine(_path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content.ToString());
    }

    /// <summary>
    /// The drivers of a robot. TORCS looks here before it looks at the robot's own description, so that all of them get the same car.
    /// </summary>
    private static XElement Drivers(string robot, string car, int first, int count)
    {
        IEnumerable<XElement> drivers = Enumerable.Range(first, count).Select(number => Section(
            Text(number), Word("name", first == 1 ? robot : $"{robot} {number}"), Word("car name", car),
            Number("race number", number + 1)));
        return Document(robot, Section("Robots", Section("index", [.. drivers])));
    }

    private static XElement Engine() => Document("engine", Section("Modules", Word("track", "track"), Word("simu", "simuv2")));

    /// <summary>A race without an end: the laps and the damage that TORCS allows are never reached.</summary>
    private static XElement Describe(Race race) => Document(
        "race",
        Section("Header", Word("name", "race")),
        Section("Tracks", Number("maximum number", 1), Section("1", Word("name", race.Track.Name), Word("category", race.Track.Category))),
        Section("Races", Section("1", Word("name", "race"))),
        Section(
            "race", Number("distance", 0), Number("laps", 1_000_000), Number("maximum dammage", 0), Word("type", "race"),
            Word("starting order", "drivers list"), Word("restart", "no"),
            Section(
                "Starting Grid", Number("rows", 2), Number("distance to start", 25), Number("distance between columns", 20),
                Number("offset within a column", 10), Number("initial speed", 0), Number("initial height", 0.2))),
        Section("Drivers", [Number("maximum number", race.Opponents + 1), .. Grid(race.Opponents)]));

    /// <summary>The opponents, then the agent.</summary>
    private static IEnumerable<XElement> Grid(int opponents)
    {
        for (int i = 0; i < opponents; i++) yield return Section(Text(i + 1), Number("idx", i), Word("module", Opponent));
        yield return Section(Text(opponents + 1), Number("idx", 1), Word("module", Robot));
    }

    private static XElement Document(string name, params XElement[] sections) =>
        new("params", [new XAttribute("name", name), .. sections]);

    private static XElement Section(string name, params XElement[] content) =>
        new("section", [new XAttribute("name", name), .. content]);

    private static XElement Word(string name, string value) =>
        new("attstr", new XAttribute("name", name), new XAttribute("val", value));

    private static XElement Number(string name, double value) =>
        new("attnum", new XAttribute("name", name), new XAttribute("val", value));

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
