namespace AsyncRL.Cli.Views;

/// <summary>
/// One line that says how far a long piece of work is: redrawn in place on a terminal, a line now and then elsewhere. Nothing is shown of
/// work that is done in two seconds.
/// </summary>
/// <param name="writer">Where it goes.</param>
/// <param name="isTerminal">Whether the cursor can be moved.</param>
/// <param name="clock">The clock.</param>
internal sealed class ProgressLine(TextWriter writer, bool isTerminal, TimeProvider clock)
{
    private const string EraseLine = "\r\e[2K";
    private const int BarWidth = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _next = Patience;
    private bool _drawn;

    /// <summary>Takes news of the work.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="what">What it is at.</param>
    internal void Report(double share, string what)
    {
        TimeSpan elapsed = clock.GetElapsedTime(_started);
        if (elapsed < _next) return;
        _next = elapsed + (isTerminal ? BetweenFrames : BetweenLines);
        string percent = Figure.Percent(share);
        if (isTerminal) writer.Write($"{EraseLine}{Bar.Progress(share, BarWidth)} {percent,3} %  {what}");
        else writer.WriteLine($"{percent} %: {what}");
        writer.Flush();
        _drawn = isTerminal;
    }

    /// <summary>Takes the line away, to make room for results.</summary>
    internal void Clear()
    {
        if (_drawn) writer.Write(EraseLine);
        _drawn = false;
    }
}
