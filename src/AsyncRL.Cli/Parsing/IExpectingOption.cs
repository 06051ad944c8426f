namespace AsyncRL.Cli.Parsing;

/// <summary>An option that describes, for error messages, the values that it takes.</summary>
internal interface IExpectingOption
{
    /// <summary>For example "a whole number of at least 1".</summary>
    string Expected { get; }
}
