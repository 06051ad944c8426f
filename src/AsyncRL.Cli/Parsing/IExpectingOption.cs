namespace AsyncRL.Cli.Parsing;

/// <summary>An option that says, for error messages, what values it takes.</summary>
internal interface IExpectingOption
{
    /// <summary>"a whole number of at least 1", say.</summary>
    string Expected { get; }
}
