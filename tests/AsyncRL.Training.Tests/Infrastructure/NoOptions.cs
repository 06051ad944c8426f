namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>The options of a task that has none.</summary>
internal sealed record NoOptions;
