namespace AsyncRL.Cli;

/// <summary>A keyboard that is polled.</summary>
internal interface IKeySource
{
    /// <summary>Takes the next key that was pressed and not yet taken.</summary>
    /// <returns>The key; null if there is none.</returns>
    ConsoleKeyInfo? TryRead();
}
