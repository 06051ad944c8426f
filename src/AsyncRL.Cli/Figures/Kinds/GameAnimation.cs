using System.Globalization;
using System.Linq;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Figures;
using AsyncRL.Visualization.Files;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Recording;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>A part of a game as an animation, with curves that grow beside it.</summary>
internal sealed class GameAnimation
{
    private const double UsualSpeed = 15;
    private const int EndLasts = 12;

    private readonly FigureContext _context;
    private readonly string _where;
    private readonly int _first;

    /// <summary>Chooses the part around an agent step: two thirds of it lie before the step.</summary>
    /// <param name="context">The run.</param>
    /// <param name="index">The index of the agent step in the game.</param>
    /// <param name="where">Why this agent step, for the explanation: "the largest change of the value".</param>
    internal GameAnimation(FigureContext context, int index, string where)
    {
        int most = context.Settings.AnimatedSteps, before = 2 * most / 3;
        (_context, _where) = (context, where);
        _first = GamePart.FirstOf(context.Game, index, before, most);
        Part = GamePart.Around(context.Game, index, before, most);
    }

    /// <summary>The agent steps.</summary>
    internal IReadOnlyList<PlayedStep> Part { get; }

    /// <summary>A sentence on the length and the speed, with a space in front.</summary>
    internal string Sentence
    {
        get
        {
            string part = Part.Count < _context.Game.Count ? $", around {_where}" : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $" The animation shows {Part.Count} agent steps of the game{part}, {Speed:0.#} in a second.");
        }
    }

    private double Speed => Math.Min(_context.Pace ?? UsualSpeed, 1 / GifWriter.ShortestFrame);

    /// <summary>The indices in the part at which an episode begins.</summary>
    internal IReadOnlyList<int> Begins =>
        [.. Enumerable.Range(1, Part.Count - 1).Where(i => Part[i].Episode != Part[i - 1].Episode)];

    /// <summary>The curve of a number of each agent step.</summary>
    internal GameCurve CurveOf(string name, Func<PlayedStep, double> number, bool isFaint = false) =>
        new(name, [.. Part.Select(number)]) { IsFaint = isFaint };

    /// <summary>Draws the game beside the curves.</summary>
    /// <param name="picture">The curves.</param>
    /// <param name="screens">The pictures of the game; null for what people see of it.</param>
    /// <returns>The file.</returns>
    internal byte[] Draw(GameCurvesPicture picture, IReadOnlyList<Picture?>? screens = null)
    {
        IReadOnlyList<Picture?> shown = screens ?? _context.ScreensOf(_first, Part.Count);
        using var file = new MemoryStream();
        var writer = new GifWriter(file);
        for (int i = 0; i < Part.Count; i++)
        {
            _context.Stop.ThrowIfCancellationRequested();
            _context.Report((double)i / Part.Count, "drawing the animation");
            string caption = $"episode {NumberText.Count(Part[i].Episode)}, step {NumberText.Count(Part[i].AgentStep)}";
            writer.Add(picture.Draw(shown[i], i, caption), (i == Part.Count - 1 ? EndLasts : 1) / Speed);
        }

        writer.Finish();
        return file.ToArray();
    }

    /// <summary>Makes the figure.</summary>
    /// <param name="still">The figure of the same kind that stands still.</param>
    /// <param name="explanation">How to read the animation.</param>
    /// <param name="file">The file.</param>
    /// <param name="data">The numbers.</param>
    internal Figure FigureOf((string Name, string Title) still, string explanation, byte[] file, string data) => new(
        still.Name,
        still.Title,
        explanation + Sentence,
        $"An animation of {Part.Count} agent steps of {_context.Task.Environment.Name}, with curves that grow beside it.",
        FigureFormat.Gif,
        file,
        data);
}
