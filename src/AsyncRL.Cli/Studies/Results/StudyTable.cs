namespace AsyncRL.Cli.Studies.Results;

/// <summary>A table of the page of a study. The first column has names, the others have numbers.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Head">The names of the columns.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Note">A sentence below it; empty for none.</param>
internal sealed record StudyTable(string Title, IReadOnlyList<string> Head, IReadOnlyList<string[]> Rows, string Note);
