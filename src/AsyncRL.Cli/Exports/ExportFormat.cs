using System.Collections.Immutable;
using System.Globalization;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Interchange;
using AsyncRL.Interchange.Onnx;
using AsyncRL.Interchange.Weights;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Exports;

/// <summary>A format of files for other programs.</summary>
/// <param name="Name">Its name for --format.</param>
/// <param name="Ending">The ending of its files; empty for a directory.</param>
/// <param name="Summary">What the file is for.</param>
internal sealed record ExportFormat(string Name, string Ending, string Summary)
{
    /// <summary>The format of whole networks.</summary>
    internal static ExportFormat Onnx { get; } = new("onnx", ".onnx", "the network with what precedes it, for ONNX Runtime and others");

    /// <summary>The format of weights that PyTorch reads.</summary>
    internal static ExportFormat SafeTensors { get; } = new("safetensors", ".safetensors", "the weights, for PyTorch and others");

    /// <summary>NumPy's format of weights.</summary>
    internal static ExportFormat Npz { get; } = new("npz", ".npz", "the weights, for NumPy");

    /// <summary>The tables of a run for TensorBoard.</summary>
    internal static ExportFormat TensorBoard { get; } = new(
        "tensorboard", "", "the tables, distributions of parameters and gradients, and frames of an episode, as an event file");

    /// <summary>All formats.</summary>
    internal static ImmutableArray<ExportFormat> All { get; } = [Onnx, SafeTensors, Npz, TensorBoard];

    /// <summary>Finds a format.</summary>
    /// <param name="name">Its name as it was typed.</param>
    /// <exception cref="InputException">There is none of that name.</exception>
    internal static ExportFormat Find(string name)
    {
        string[] names = Array.ConvertAll([.. All], format => format.Name);
        foreach (ExportFormat format in All)
        {
            if (format.Name == Names.Match(name, names)) return format;
        }

        throw new InputException(Names.Unknown("format", name, names));
    }

    /// <summary>Writes a network or its weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layout">The layout of weights.</param>
    /// <param name="destination">Receives the file.</param>
    internal void Write(TrainedNetwork network, WeightLayout layout, Stream destination)
    {
        if (this == Onnx)
        {
            OnnxFile.Write(network, destination);
            return;
        }

        IReadOnlyList<NamedArray> arrays = WeightFile.ArraysOf(network, layout);
        if (this == SafeTensors) Interchange.Weights.SafeTensors.Write(arrays, Describe(network, layout), destination);
        else Interchange.Weights.Npz.Write(arrays, destination);
    }

    private static Dictionary<string, string> Describe(TrainedNetwork network, WeightLayout layout)
    {
        TrainingConfiguration run = network.Configuration;
        var metadata = new Dictionary<string, string>
        {
            ["format"] = layout == WeightLayout.Torch ? "pt" : "asyncrl",
            ["environment"] = run.Environment.Name,
            ["algorithm"] = run.Algorithm.Name,
            ["network"] = run.Network.Description.Name,
            ["agent-steps"] = network.AgentSteps.ToString(CultureInfo.InvariantCulture),
            ["seed"] = run.Seed.ToString(CultureInfo.InvariantCulture),
        };
        if (network.MeaningOfActionValues is { } meaning) metadata["meaning-of-action-values"] = meaning;
        return metadata;
    }
}

/// <summary>The option --layout of the commands that write or read weights.</summary>
internal static class LayoutOption
{
    private const string Own = "asyncrl", Torch = "torch";

    /// <summary>Makes the option.</summary>
    /// <param name="fallback">What holds if it is not given.</param>
    internal static TextOption Create(string fallback) => new(
        "--layout",
        $"{Own}|{Torch}",
        $"{Own} or {Torch}",
        $"Names and order of weights: {Own} as they are here, {Torch} as the modules of PyTorch store them. Default: {fallback}.");

    /// <summary>Reads a layout.</summary>
    /// <param name="text">What was typed; null if nothing was.</param>
    /// <returns>The layout; null if none was typed.</returns>
    /// <exception cref="InputException">There is none of that name.</exception>
    internal static WeightLayout? Read(string? text) => text is null ? null : Names.Match(text, [Own, Torch]) switch
    {
        Own => WeightLayout.AsyncRL,
        Torch => WeightLayout.Torch,
        _ => throw new InputException(Names.Unknown("layout", text, [Own, Torch])),
    };
}
