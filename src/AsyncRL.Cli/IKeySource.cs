namespace AsyncRL.Cli;

/// <summary>A keyboard that is asked rather than waited for.</summary>
internal interface IKeySource
{
    /// <summary>Takes the next key that was pressed and not yet taken.</summary>
    /// <returns>The key; null if there is none now.</returns>
    ConsoleKeyInfo? TryRead();
}
