using System.Globalization;

namespace AsyncRL.Training.Runs;

/// <summary>A part of the memory that a run takes.</summary>
/// <param name="Name">What it holds: "the rows of segments".</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="LargestBlock">Numbers of its largest block, which must fit into one array.</param>
/// <param name="SmallerBlocks">What makes its blocks smaller: "a smaller t-max".</param>
/// <param name="FewerBlocks">What makes them fewer: "fewer threads"; empty where nothing does.</param>
public sealed record MemoryShare(string Name, Int128 Bytes, Int128 LargestBlock, string SmallerBlocks, string FewerBlocks = "")
{
    /// <summary>What makes it smaller.</summary>
    public string Remedy => FewerBlocks.Length > 0 ? $"{FewerBlocks} or {SmallerBlocks}" : SmallerBlocks;

    /// <summary>Bytes in the unit that people read: "5.28 GiB".</summary>
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
