using System.Globalization;

namespace AsyncRL.Training.Runs;

/// <summary>A part of the memory that a run uses.</summary>
/// <param name="Name">Its content, for example "the rows of segments".</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="LargestBlock">Length of its largest block, which must fit into one array.</param>
/// <param name="SmallerBlocks">The advice that makes its blocks smaller, for example "a smaller t-max".</param>
/// <param name="FewerBlocks">The advice that makes them fewer, for example "fewer threads"; empty if there is none.</param>
public sealed record MemoryShare(string Name, Int128 Bytes, Int128 LargestBlock, string SmallerBlocks, string FewerBlocks = "")
{
    /// <summary>The advice that makes the share smaller.</summary>
    public string Remedy => FewerBlocks.Length > 0 ? $"{FewerBlocks} or {SmallerBlocks}" : SmallerBlocks;

    /// <summary>Formats bytes with a binary unit, for example "5.28 GiB".</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The text.</returns>
    public static string Describe(Int128 bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        double amount = (double)bytes;
        int unit = 0;
        for (; amount >= 1000 && unit < units.Length - 1; unit++) amount /= 1024;
        string format = amount >= 1000 ? "G3" : amount >= 100 || unit == 0 ? "F0" : amount >= 10 ? "F1" : "F2";
        return $"{amount.ToString(format, CultureInfo.InvariantCulture)} {units[unit]}";
    }
}
