using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// Makes the pictures of docs/environments/arcade.md, seaquest.md and racer.md: games that <see cref="ScreenPlayers"/> play.
/// </summary>
internal static class GamePictures
{
    private const ulong Seed = 1;
    private const int Gap = 4;

    /// <summary>
    /// The games, and the agent steps at which pictures are taken. A game with several agent steps gives a sheet of the agent's
    /// observations.
    /// </summary>
    private static readonly (string Name, Dictionary<string, string> Settings, int[] AgentSteps, Func<Observation, int> Player)[] Games =
    [
        ("pong", [], [157], ScreenPlayers.Pong),
        ("breakout", [], [450], ScreenPlayers.Breakout),
        ("freeway", [], [138], ScreenPlayers.Always(1)),
        ("invaders", [], [210], ScreenPlayers.Random(6, Seed)),
        ("seaquest", [], [70], ScreenPlayers.Always(7)),
        ("racer", new() { ["car"] = "slow", ["opponents"] = "12" }, [1, 60, 120, 180, 240, 300], ScreenPlayers.Racer),
    ];

    /// <summary>Writes the pictures.</summary>
    /// <param name="arguments">The folder that receives them.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(string[] arguments)
    {
        string folder = arguments is [var given] ? given : "docs/images";
        Directory.CreateDirectory(folder);
        foreach ((string name, Dictionary<string, string> settings, int[] agentSteps, Func<Observation, int> player) in Games)
        {
            List<Picture> pictures = Play(name, settings, agentSteps, player);
            string path = Path.Combine(folder, name == "racer" ? "racer.png" : $"arcade-{name}.png");
            using FileStream file = File.Create(path);
            Png.Write(Sheet(pictures, columns: Math.Min(pictures.Count, 3)), file);
            Console.WriteLine(path);
        }

        return 0;
    }

    private static List<Picture> Play(
        string name, Dictionary<string, string> settings, int[] agentSteps, Func<Observation, int> player)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(name)!;
        object options = OptionSet.With(description.DefaultOptions, settings, new HashSet<string>());
        IEnvironment environment = description.Create(options, new RandomGenerator(Seed));
        Observation seen = new(environment.Observation), screen = new(environment.Display!.Image);
        var pictures = new List<Picture>();
        environment.Reset(seen);
        for (int step = 1; step <= agentSteps[^1]; step++)
        {
            environment.Display.DrawImage(screen);
            if (environment.Step(player(screen), seen).IsEnd) environment.Reset(seen);
            environment.Display.DrawImage(screen);
            if (Array.IndexOf(agentSteps, step) >= 0) AddPictures(pictures, screen, seen);
        }

        return pictures;
    }

    /// <summary>Adds the screen and, if agents see something else, their observation beside it, enlarged to the same height.</summary>
    private static void AddPictures(List<Picture> pictures, Observation screen, Observation seen)
    {
        const int height = 420;
        pictures.Add(Picture.Of(screen).Enlarge(2));
        if (seen.Specification != screen.Specification) pictures.Add(Picture.Of(seen).Enlarge(height / seen.Specification.Height));
    }

    private static Picture Sheet(List<Picture> pictures, int columns)
    {
        int rows = (pictures.Count + columns - 1) / columns, width = Gap, height = Gap + (rows * (pictures[0].Height + Gap));
        for (int i = 0; i < columns; i++) width += pictures[i].Width + Gap;
        var sheet = new Picture(width, height);
        sheet.Fill(0, 0, width, height, Rgb.Gray(byte.MaxValue));
        int left = Gap, top = Gap;
        for (int i = 0; i < pictures.Count; i++)
        {
            sheet.Paint(pictures[i], left, top);
            left += pictures[i].Width + Gap;
            if (i % columns == columns - 1) (left, top) = (Gap, top + pictures[i].Height + Gap);
        }

        return sheet;
    }
}
