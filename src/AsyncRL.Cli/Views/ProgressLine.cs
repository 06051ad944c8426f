using System.Threading.Tasks;

namespace AsyncRL.Cli.Views;

/// <summary>
/// Shows the progress of long work: on a terminal as one line that is redrawn in place, otherwise as a line every few seconds. Work of less
/// than two seconds is not shown.
/// </summary>
/// <param name="writer">Receives the lines.</param>
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

    /// <summary>Reports the progress.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="what">The present stage of the work.</param>
    internal void Report(double share, string what)
    {
        TimeSpan elapsed = clock.GetElapsedTime(_started);
        if (elapsed < _next) return;
        _next = elapsed + (isTerminal ? BetweenFrames : BetweenLines);
        string percent = NumberText.Percent(share);
        if (isTerminal) writer.Write($"{EraseLine}{Bar.Progress(share, BarWidth)} {percent,3} %  {what}");
        else writer.WriteLine($"{percent} %: {what}");
        writer.Flush();
        _drawn = isTerminal;
    }

    /// <summary>Reports the progress of work by the clock until the work has ended, and erases the line.</summary>
    /// <typeparam name="T">The result of the work.</typeparam>
    /// <param name="work">The work, on another thread.</param>
    /// <param name="expectedSeconds">How long it takes.</param>
    /// <param name="stage">Its present stage.</param>
    /// <returns>Its result.</returns>
    internal T Follow<T>(Task<T> work, double expectedSeconds, Func<string> stage)
    {
        try
        {
            while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(BetweenFrames))
                Report(Math.Min(clock.GetElapsedTime(_started).TotalSeconds / expectedSeconds, 0.99), stage());
            return work.GetAwaiter().GetResult();
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Erases the line before results are written.</summary>
    internal void Clear()
    {
        if (_drawn) writer.Write(EraseLine);
        _drawn = false;
    }
}
