using System.Diagnostics;
using AsyncRL.Distributed.Mpi;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Distributed.Tests.Ranks;

/// <summary>Ends of a run that is not complete. The ranks that sum wait for ever unless something ends them.</summary>
internal static class RankEndings
{
    internal const int AbortCode = 7, MismatchCode = 5, FailureCode = 6;

    private const string Summing = "summing";

    /// <summary>Rank 1 ends all while the others sum.</summary>
    internal static void Abort(MpiCommunicator ranks, RankFiles files)
    {
        if (ranks.Rank == 1)
        {
            files.WaitFor(Summing);
            files.Write("aborting", RankFiles.Passed);
            ranks.Abort(AbortCode);
        }
        else
        {
            SumForEver(ranks, files);
        }
    }

    /// <summary>The last rank leaves while the others sum.</summary>
    internal static void LastRankLeaves(MpiCommunicator ranks, RankFiles files)
    {
        if (ranks.Rank == ranks.Ranks - 1)
        {
            files.WaitFor(Summing);
            ranks.Dispose();
        }
        else
        {
            try
            {
                SumForEver(ranks, files);
            }
            catch (InvalidOperationException mismatch)
            {
                files.Write("mismatch", mismatch.Message);
                ranks.Dispose();
                Environment.Exit(MismatchCode);
            }
        }
    }

    /// <summary>The other ranks have less room than rank 0 sends.</summary>
    internal static void Overflow(MpiCommunicator ranks, RankFiles files)
    {
        try
        {
            ranks.Broadcast(new byte[ranks.Rank == 0 ? 1_000 : 10]);
            if (ranks.Rank == 0) Thread.Sleep(Timeout.Infinite);
            files.Write("failure", "none");
        }
        catch (MpiException failure)
        {
            files.Write("failure", failure.Message);
        }

        ranks.Abort(FailureCode);
    }

    /// <summary>Rank 0 leaves while the others sum.</summary>
    internal static void FirstRankLeaves(MpiCommunicator ranks, RankFiles files)
    {
        if (ranks.Rank == 0)
        {
            ranks.Dispose();
            files.Write("left", RankFiles.Passed);
            Environment.Exit(MismatchCode);
        }

        SumForEver(ranks, files);
    }

    /// <summary>Rank 2 begins a sum that is too large to arrive at once, and does nothing more for it.</summary>
    internal static void RankStops(MpiCommunicator ranks, RankFiles files)
    {
        const int Stopped = 2, Numbers = 8_000_000;
        AlignedBlock<float> part = new(Numbers), sum = new(Numbers);
        ranks.BeginSum(part, sum);
        if (ranks.Rank == Stopped) Thread.Sleep(Timeout.Infinite);
        var waited = Stopwatch.StartNew();
        while (!ranks.TryEnd())
        {
            if (ranks.Rank == 0 && waited.Elapsed > TimeSpan.FromSeconds(2))
            {
                files.Write("missing", string.Join(' ', ranks.Missing()));
                ranks.Abort(FailureCode);
            }

            Thread.Sleep(1);
        }
    }

    private static void SumForEver(MpiCommunicator ranks, RankFiles files)
    {
        AlignedBlock<float> part = new(10), sum = new(10);
        ranks.BeginSum(part, sum);
        files.Signal(Summing);
        while (!ranks.TryEnd()) Thread.Sleep(1);
    }
}
