namespace AsyncRL.Cli.Parsing;

/// <summary>A command that takes the settings of a run, so that the name of a setting may be written where an option is expected.</summary>
internal interface ISettingsCommand
{
}
