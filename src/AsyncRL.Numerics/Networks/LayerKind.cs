using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AsyncRL.Core.Options;

namespace AsyncRL.Numerics.Networks;

/// <summary>Names a kind of layer in network files, where the name of its class with hyphens would not do.</summary>
/// <param name="name">The name in lower case with hyphens, for example "dense".</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LayerKindAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>
/// A kind of layer in JSON: a record that derives from <see cref="LayerDescription"/>, found by its type in every loaded assembly. The
/// parameters of its constructor are the properties of the object, each under its name in camel case.
/// </summary>
internal sealed class LayerKind
{
    /// <summary>The property that names the kind.</summary>
    internal const string Property = "kind";

    /// <summary>The resolver is named, because programs of a single file have none unless they are given one.</summary>
    private static readonly JsonSerializerOptions Values = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private readonly Type _type;
    private readonly ConstructorInfo? _constructor;

    private LayerKind(Type type)
    {
        (_type, Name) = (type, type.GetCustomAttribute<LayerKindAttribute>()?.Name ?? WithHyphens(type.Name));
        _constructor = type.GetConstructors().Where(CanBeWritten).MaxBy(constructor => constructor.GetParameters().Length);
    }

    /// <summary>All kinds, those of this assembly first.</summary>
    internal static IEnumerable<LayerKind> All => DerivedTypes<LayerDescription>.All.Select(type => new LayerKind(type));

    /// <summary>The kinds that files can hold, each name once.</summary>
    internal static IEnumerable<LayerKind> Readable => All.Where(kind => kind._constructor is not null).DistinctBy(kind => kind.Name);

    /// <summary>Its name with the properties of a layer: "dense (units)".</summary>
    internal string Usage => Parameters.Length == 0 ? Name : $"{Name} ({string.Join(", ", Parameters.Select(NameOf))})";

    /// <summary>Its name in files.</summary>
    internal string Name { get; }

    private ParameterInfo[] Parameters => _constructor!.GetParameters();

    /// <summary>Writes a layer.</summary>
    /// <exception cref="InputException">The layer could not be read back.</exception>
    internal static JsonObject Write(LayerDescription layer)
    {
        var kind = new LayerKind(layer.GetType());
        LayerKind known = All.First(other => other.Name == kind.Name);
        if (known._type != kind._type)
        {
            throw new InputException(
                $"The kind of layer \"{kind.Name}\" is that of the classes {known._type.FullName} and {kind._type.FullName}; "
                + $"expected another name for one of them, in a {nameof(LayerKindAttribute)}.");
        }

        if (kind._constructor is null)
        {
            throw new InputException(
                $"The class {kind._type.FullName} of the kind of layer \"{kind.Name}\" has no public constructor whose parameters are all "
                + "properties of the same name and type; expected one, so that files can hold the layer.");
        }

        var written = new JsonObject { [Property] = kind.Name };
        foreach (ParameterInfo parameter in kind.Parameters)
        {
            object? value = kind.PropertyOf(parameter)!.GetValue(layer);
            written[NameOf(parameter)] = JsonSerializer.SerializeToNode(value, parameter.ParameterType, Values);
        }

        return written;
    }

    /// <summary>Reads a layer.</summary>
    /// <exception cref="InputException">The kind is unknown, or a property is, is missing, or has a wrong value.</exception>
    internal static LayerDescription Read(NetworkJsonObject layer)
    {
        string typed = layer.Text(Property);
        LayerKind[] kinds = [.. Readable];
        string[] names = Array.ConvertAll(kinds, kind => kind.Name);
        if (Names.Match(typed, names) is { } name) return kinds[Array.IndexOf(names, name)].Make(layer);
        string missing = Names.Nearest(typed, names) is null ? ", of which this program has no class" : "";
        throw new InputException($"{layer.Place} has the kind \"{typed}\"{missing}; {Names.Advice(typed, names)}");
    }

    private LayerDescription Make(NetworkJsonObject layer)
    {
        layer.AllowOnly([Property, .. Parameters.Select(NameOf)]);
        object?[] values = Array.ConvertAll(Parameters, parameter => Value(layer, parameter));
        try
        {
            return (LayerDescription)_constructor!.Invoke(values);
        }
        catch (TargetInvocationException refusal) when (refusal.InnerException is ArgumentException reason)
        {
            throw new InputException($"{layer.Place} is refused by its kind \"{Name}\": {reason.Message}", reason);
        }
    }

    private object? Value(NetworkJsonObject layer, ParameterInfo parameter)
    {
        string name = NameOf(parameter);
        if (parameter.HasDefaultValue && !layer.Has(name)) return parameter.DefaultValue;
        RangeAttribute? range = PropertyOf(parameter)!.GetCustomAttribute<RangeAttribute>();
        string expected = Expected(parameter.ParameterType, range);
        JsonElement element = layer.Find(name, expected);
        try
        {
            object? value = element.Deserialize(parameter.ParameterType, Values);
            if (value is not null && range?.IsValid(value) != false) return value;
        }
        catch (JsonException)
        {
            // Refused below, as a value out of range is.
        }

        throw layer.Refusal(name, element.GetRawText(), expected);
    }

    private static string Expected(Type type, RangeAttribute? range)
    {
        string kind = type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(float) || type == typeof(double) ? "a number"
            : type == typeof(bool) ? "true or false"
            : type == typeof(string) ? "a text"
            : $"a value of the type {type.Name}";
        return range is null ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind} from {range.Minimum} to {range.Maximum}");
    }

    private bool CanBeWritten(ConstructorInfo constructor) =>
        constructor.GetParameters().All(parameter => NameOf(parameter) != Property && PropertyOf(parameter) is not null);

    private PropertyInfo? PropertyOf(ParameterInfo parameter) => Array.Find(_type.GetProperties(), property =>
        property.PropertyType == parameter.ParameterType && property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));

    private static string NameOf(ParameterInfo parameter) => JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);

    /// <summary>"LayerNormalization" as "layer-normalization".</summary>
    private static string WithHyphens(string name)
    {
        var words = new StringBuilder();
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append('-');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
