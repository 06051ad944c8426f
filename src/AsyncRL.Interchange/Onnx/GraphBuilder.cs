using System.Runtime.InteropServices;
using AsyncRL.Interchange.Onnx.Format;
using Google.Protobuf;
using Attribute = AsyncRL.Interchange.Onnx.Format.Attribute;
using ValueType = AsyncRL.Interchange.Onnx.Format.ValueType;

namespace AsyncRL.Interchange.Onnx;

/// <summary>
/// Adds inputs, constants, operators and outputs to a graph of ONNX. A value is the name of a tensor. The names of results within the graph
/// begin with a slash, so that they never are those of inputs and outputs.
/// </summary>
internal sealed class GraphBuilder(Graph graph)
{
    /// <summary>The first dimension of inputs and outputs: the observations of one call.</summary>
    internal const string Steps = "steps";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The elements of tensors, with the numbers of the format.</summary>
    internal enum Element
    {
        Float = 1,
        Byte = 2,
        Integer = 7,
    }

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="element">The element.</param>
    /// <param name="dimensions">The dimensions; 0 stands for <see cref="Steps"/>.</param>
    /// <returns>The value.</returns>
    internal string Input(string name, Element element, params ReadOnlySpan<int> dimensions)
    {
        graph.Input.Add(Describe(Claim(name), element, dimensions));
        return name;
    }

    /// <summary>Makes a value an output of the graph, of floats.</summary>
    /// <param name="name">The name of the output.</param>
    /// <param name="value">The value.</param>
    /// <param name="dimensions">The dimensions; 0 stands for <see cref="Steps"/>.</param>
    internal void Output(string name, string value, params ReadOnlySpan<int> dimensions)
    {
        AddNode("Identity", Claim(name), [value], []);
        graph.Output.Add(Describe(name, Element.Float, dimensions));
    }

    /// <summary>Adds a constant of floats.</summary>
    internal string Constant(string name, ReadOnlySpan<float> numbers, params ReadOnlySpan<int> dimensions) =>
        Constant(name, Element.Float, MemoryMarshal.AsBytes(numbers), dimensions);

    /// <summary>Adds a constant of whole numbers: a shape, or axes.</summary>
    internal string Constant(string name, params ReadOnlySpan<long> numbers) =>
        Constant(name, Element.Integer, MemoryMarshal.AsBytes(numbers), [numbers.Length]);

    /// <summary>Adds an operator of one result.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="name">The wanted name of the result.</param>
    /// <param name="inputs">The values that it reads; an empty name leaves an input out.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The result.</returns>
    internal string Add(string operation, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<Attribute> attributes)
    {
        string result = Result(name);
        AddNode(operation, result, inputs, attributes);
        return result;
    }

    /// <summary>Adds an operator of several results.</summary>
    internal void AddSeveral(
        string operation, ReadOnlySpan<string> results, ReadOnlySpan<string> inputs, params ReadOnlySpan<Attribute> attributes)
    {
        Node node = AddNode(operation, results[0], inputs, attributes);
        foreach (string result in results[1..]) node.Output.Add(result);
    }

    /// <summary>A name for a result within the graph.</summary>
    internal string Result(string name) => Free(name.StartsWith('/') ? name : $"/{name}");

    private string Free(string name)
    {
        string free = name;
        for (int i = 2; !_names.Add(free); i++) free = $"{name} {i}";
        return free;
    }

    /// <summary>An attribute of one whole number.</summary>
    internal static Attribute Of(string name, long value) => new() { Name = name, Kind = Attribute.Types.Kind.Integer, Integer = value };

    /// <summary>An attribute of one real number.</summary>
    internal static Attribute Of(string name, float value) => new() { Name = name, Kind = Attribute.Types.Kind.Float, Number = value };

    /// <summary>An attribute of several whole numbers.</summary>
    internal static Attribute Of(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new Attribute { Name = name, Kind = Attribute.Types.Kind.Integers };
        foreach (long value in values) attribute.Integers.Add(value);
        return attribute;
    }

    private static ValueInfo Describe(string name, Element element, ReadOnlySpan<int> dimensions)
    {
        var shape = new TensorShape();
        foreach (int size in dimensions) shape.Dimension.Add(size == 0 ? new Dimension { Symbol = Steps } : new Dimension { Size = size });
        return new ValueInfo { Name = name, Type = new ValueType { Tensor = new TensorType { Element = (int)element, Shape = shape } } };
    }

    private string Claim(string name) =>
        _names.Add(name) ? name : throw new InvalidOperationException($"Two values of the graph are called \"{name}\".");

    private string Constant(string name, Element element, ReadOnlySpan<byte> content, ReadOnlySpan<int> dimensions)
    {
        var tensor = new Tensor { Name = Free(name), Element = (int)element, Content = ByteString.CopyFrom(content) };
        foreach (int size in dimensions) tensor.Dimensions.Add(size);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private Node AddNode(string operation, string result, ReadOnlySpan<string> inputs, ReadOnlySpan<Attribute> attributes)
    {
        var node = new Node { Operator = operation, Name = result };
        foreach (string input in inputs) node.Input.Add(input);
        node.Output.Add(result);
        foreach (Attribute attribute in attributes) node.Attribute.Add(attribute);
        graph.Node.Add(node);
        return node;
    }
}
