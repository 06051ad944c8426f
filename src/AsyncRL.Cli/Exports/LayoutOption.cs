using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Interchange.Weights;

namespace AsyncRL.Cli.Exports;

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
