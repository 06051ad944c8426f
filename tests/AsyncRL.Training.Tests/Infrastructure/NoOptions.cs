namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>The options record of a task without options.</summary>
internal sealed record NoOptions;
