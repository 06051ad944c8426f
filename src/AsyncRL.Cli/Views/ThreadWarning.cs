namespace AsyncRL.Cli.Views;

/// <summary>The warning about more threads than processors.</summary>
internal static class ThreadWarning
{
    /// <summary>Writes the warning if threads must share processors.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="threads">Number of threads at a time.</param>
    internal static void Write(TextWriter writer, long threads)
    {
        int processors = Environment.ProcessorCount;
        if (threads <= processors) return;
        writer.WriteLine(
            $"Warning: {threads} threads share {NumberText.Count(processors, "processor")}; "
            + "agent steps per second will not grow with threads.");
    }
}
