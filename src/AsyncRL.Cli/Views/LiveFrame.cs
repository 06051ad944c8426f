using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsyncRL.Cli.Views;

/// <summary>
/// A text that is redrawn in place. Lines are overwritten without being erased first, and each frame is one write, so that the display does
/// not flicker. The cursor stays below the frame, where the terminal's echo ("^C") and the text that follows do not overwrite the frame.
/// </summary>
internal sealed class LiveFrame : IDisposable
{
    private const string ClearAll = "\e[2J\e[H";

    private readonly IAnsiConsole _console;
    private (int Width, int Height) _size;
    private int _height;

    /// <summary>Hides the cursor.</summary>
    /// <param name="console">The terminal.</param>
    internal LiveFrame(IAnsiConsole console)
    {
        _console = console;
        _size = Size;
        console.Cursor.Show(false);
    }

    private (int Width, int Height) Size => (_console.Profile.Width, _console.Profile.Height);

    /// <summary>Draws a frame over the last one.</summary>
    /// <param name="draw">Makes the frame for a number of columns and rows.</param>
    internal void Draw(Func<int, int, StyledText> draw)
    {
        (int Width, int Height) size = Size;

        // A terminal that became narrower has wrapped the last frame, so that its start is unknown.
        string start = size != _size ? ClearAll : _height > 0 ? $"\r\e[{_height}A" : "\r";
        _size = size;

        // The last column stays empty, because terminals place the cursor differently after it. The last row stays empty for the cursor.
        StyledText sheet = draw(size.Width - 1, size.Height - 1);
        _height = Math.Min(sheet.Height, Math.Max(1, size.Height - 1));
        _console.Write(new Frame(sheet, start, _height));
    }

    /// <summary>Shows the cursor again. The last frame stays visible.</summary>
    public void Dispose() => _console.Cursor.Show(true);

    private sealed class Frame(StyledText sheet, string start, int height) : Renderable
    {
        private const string EraseRestOfLine = "\e[K";
        private const string EraseBelow = "\e[J";

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            yield return Segment.Control(start);
            int line = 0;
            foreach (Segment segment in ((IRenderable)sheet).Render(options, maxWidth))
            {
                if (line == height) break;
                if (segment.IsLineBreak)
                {
                    yield return Segment.Control(EraseRestOfLine);
                    line++;
                }

                yield return segment;
            }

            yield return Segment.Control(EraseBelow);
        }
    }
}
