using AsyncRL.Core.Options;

namespace AsyncRL.Distributed.Tests.Ranks;

/// <summary>
/// The program of one rank, which mpirun starts. Arguments: what to do, and a directory that all ranks share. Each rank writes what it
/// found to a file there, because the outputs of ranks mix.
/// </summary>
internal static class RankProgram
{
    internal const int Refused = 2, Failed = 3;

    private static int Main(string[] arguments)
    {
        Action<MpiCommunicator, RankFiles>? ending = arguments[0] switch
        {
            "abort" => RankEndings.Abort,
            "overflow" => RankEndings.Overflow,
            "leave" => RankEndings.LastRankLeaves,
            "stop" => RankEndings.RankStops,
            "begin-to-leave" => RankEndings.FirstRankLeaves,
            _ => null,
        };
        if (Launcher.Find() is not { } launcher) return Alone(new RankFiles(arguments[1], 0));
        var files = new RankFiles(arguments[1], launcher.Rank);
        if (arguments[0] == "bound")
        {
            files.Write("bound", launcher.AffinityNote(2) ?? "nothing");
            return 0;
        }

        try
        {
            MpiCommunicator communicator = MpiCommunicator.Connect(launcher);
            if (ending is null) RankChecks.Run(launcher, communicator, files);
            else ending(communicator, files);
        }
        catch (InputException refusal)
        {
            files.Write("refused", refusal.Message);
            return Refused;
        }

        return 0;
    }

    /// <summary>A single process has no launcher and no MPI library.</summary>
    private static int Alone(RankFiles files)
    {
        bool isLoaded = OperatingSystem.IsLinux() && File.ReadAllText("/proc/self/maps").Contains("libmpi", StringComparison.Ordinal);
        files.Write("alone", isLoaded ? "with an MPI library" : RankFiles.Passed);
        return 0;
    }
}
