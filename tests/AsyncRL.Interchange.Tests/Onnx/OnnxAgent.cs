using AsyncRL.Environments;
using AsyncRL.Interchange.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AsyncRL.Interchange.Tests.Onnx;

/// <summary>Runs an exported network by ONNX Runtime, step by step, and keeps the state of its memory.</summary>
internal sealed class OnnxAgent : IDisposable
{
    private readonly InferenceSession _session;
    private readonly Dictionary<string, float[]> _states = [];
    private Dictionary<string, float[]> _outputs = [];

    internal OnnxAgent(TrainedNetwork network)
    {
        using var file = new MemoryStream();
        OnnxFile.Write(network, file);
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(file.ToArray(), options);
        foreach ((string name, NodeMetadata input) in _session.InputMetadata)
        {
            if (IsState(name)) _states[name] = new float[input.Dimensions[^1]];
        }
    }

    internal IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    internal SortedSet<string> Inputs => new(_session.InputMetadata.Keys, StringComparer.Ordinal);

    internal SortedSet<string> OutputNames => new(_session.OutputMetadata.Keys, StringComparer.Ordinal);

    /// <summary>An output of the last step.</summary>
    internal float[] this[string output] => _outputs[output];

    /// <summary>Computes the outputs of one observation.</summary>
    internal void Step(Observation observation, float[]? lastStep = null)
    {
        ObservationSpecification shape = observation.Specification;
        var inputs = new List<NamedOnnxValue>
        {
            shape.Kind == ObservationKind.Pixels
                ? NamedOnnxValue.CreateFromTensor(
                    "observation", new DenseTensor<byte>(observation.Pixels.ToArray(), [1, shape.Height, shape.Width, shape.Channels]))
                : NamedOnnxValue.CreateFromTensor("observation", new DenseTensor<float>(observation.Values.ToArray(), [1, shape.Size])),
        };
        if (lastStep is not null)
            inputs.Add(NamedOnnxValue.CreateFromTensor("last-step", new DenseTensor<float>(lastStep, [1, lastStep.Length])));
        foreach ((string name, float[] state) in _states)
            inputs.Add(NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(state, [1, 1, state.Length])));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run(inputs);
        _outputs = [];
        foreach (DisposableNamedOnnxValue result in results) _outputs[result.Name] = [.. result.AsEnumerable<float>()];
        foreach (string name in _states.Keys) _states[name] = _outputs[name.Insert(name.LastIndexOf('.') + 1, "next-")];
    }

    public void Dispose() => _session.Dispose();

    private static bool IsState(string input) =>
        input.EndsWith(".h", StringComparison.Ordinal) || input.EndsWith(".c", StringComparison.Ordinal);
}
