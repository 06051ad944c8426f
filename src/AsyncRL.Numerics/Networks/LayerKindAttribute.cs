namespace AsyncRL.Numerics.Networks;

/// <summary>Names a kind of layer in network files, where the name of its class with hyphens would not do.</summary>
/// <param name="name">The name in lower case with hyphens, for example "dense".</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayerKindAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
