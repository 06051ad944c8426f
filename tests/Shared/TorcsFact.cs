using AsyncRL.Environments.Torcs;

namespace AsyncRL.TestSources;

/// <summary>A test that needs TORCS and a C compiler; it is skipped where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorcsFactAttribute : FactAttribute
{
    public TorcsFactAttribute() => Skip = Missing;

    /// <summary>Why TORCS cannot be used; null if it can.</summary>
    internal static string? Missing { get; } =
        TorcsBridge.FindState() is var state && state.StartsWith("usable", StringComparison.Ordinal) ? null : state;
}

/// <summary>The same for a test with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorcsTheoryAttribute : TheoryAttribute
{
    public TorcsTheoryAttribute() => Skip = TorcsFactAttribute.Missing;
}
