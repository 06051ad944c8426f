namespace AsyncRL.Distributed.Tests.Ranks;

/// <summary>The files in which ranks write what they found, and by which one rank makes another go on.</summary>
/// <param name="directory">The directory that all ranks share.</param>
/// <param name="rank">Number of this rank.</param>
internal sealed class RankFiles(string directory, int rank)
{
    internal const string Passed = "passed";

    private const char Separator = '\t';

    /// <summary>Adds a line to this rank's file.</summary>
    internal void Write(string name, string result) =>
        File.AppendAllText(PathOf(directory, rank), $"{name}{Separator}{result.ReplaceLineEndings(" ")}\n");

    /// <summary>Lets the ranks that wait for a name go on.</summary>
    internal void Signal(string name) => File.WriteAllText(Path.Combine(directory, name), "");

    /// <summary>Waits until a rank has signaled a name.</summary>
    internal void WaitFor(string name)
    {
        while (!File.Exists(Path.Combine(directory, name))) Thread.Sleep(1);
    }

    /// <summary>What a rank wrote, by name.</summary>
    internal static Dictionary<string, string> Read(string directory, int rank)
    {
        var results = new Dictionary<string, string>();
        if (!File.Exists(PathOf(directory, rank))) return results;
        foreach (string line in File.ReadAllLines(PathOf(directory, rank)))
        {
            string[] cells = line.Split(Separator, 2);
            results[cells[0]] = cells[1];
        }

        return results;
    }

    private static string PathOf(string directory, int rank) => Path.Combine(directory, $"rank-{rank}.txt");
}
