using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AsyncRL.Numerics.Memory;

namespace AsyncRL.Distributed.Tests.Ranks;

/// <summary>What every rank checks, one thing after the other. A rank that finds a fault ends all.</summary>
internal sealed class RankChecks
{
    private const int Length = 700_001;

    // Bytes of rank 0, the rank without bytes, and the most bytes of a round.
    private static readonly (int Scale, int Empty, int Most)[] Blocks =
        [(0, 0, 100), (1, 1, 100), (1_000, 0, 100), (1_000, 1, 1), (1_000_000, -1, 64 << 20)];

    private readonly Launcher _launcher;
    private readonly MpiCommunicator _ranks;
    private readonly RankFiles _files;

    private RankChecks(Launcher launcher, MpiCommunicator ranks, RankFiles files)
    {
        _launcher = launcher;
        _ranks = ranks;
        _files = files;
    }

    internal static void Run(Launcher launcher, MpiCommunicator ranks, RankFiles files)
    {
        var checks = new RankChecks(launcher, ranks, files);
        (string Name, Action Check)[] all =
        [
            ("launcher", checks.Launched), ("broadcast", checks.Broadcast), ("gather", checks.Gather), ("scatter", checks.Scatter),
            ("sum", checks.Sum), ("parts", checks.Parts), ("overlap", checks.Overlap), ("missing", checks.Missing),
            ("allocation", checks.Allocation), ("misuse", checks.Misuse), ("null", checks.NullReferences), ("end", ranks.Dispose),
        ];
        foreach ((string name, Action check) in all)
        {
            try
            {
                check();
                files.Write(name, RankFiles.Passed);
            }
            catch (Exception fault)
            {
                files.Write(name, fault.ToString());
                ranks.Abort(RankProgram.Failed);
            }
        }
    }

    private void Launched()
    {
        Assert.Equal((_launcher.Rank, _launcher.Ranks), (_ranks.Rank, _ranks.Ranks));
        Assert.Equal(_launcher.Rank, _launcher.LocalRank);
        Assert.Matches(_launcher.Family == LauncherFamily.OpenMpi ? @"^Open MPI \d+\.\d+" : @"^MPICH \d+\.\d+", _ranks.Library);
    }

    private void Broadcast()
    {
        foreach (int length in (int[])[0, 1, 3_000_000])
        {
            byte[] block = Bytes(length, _ranks.Rank);
            _ranks.Broadcast(block);
            Assert.True(block.AsSpan().SequenceEqual(Bytes(length, 0)));
        }
    }

    private void Gather()
    {
        foreach ((int scale, int empty, int most) in Blocks)
        {
            _ranks.MostBytesAtOnce = most;
            IReadOnlyList<byte[]> states = _ranks.Gather(Bytes(LengthOf(_ranks.Rank, scale, empty), _ranks.Rank));
            Assert.Equal(_ranks.Rank == 0 ? _ranks.Ranks : 0, states.Count);
            for (int rank = 0; rank < states.Count; rank++)
                Assert.True(states[rank].AsSpan().SequenceEqual(Bytes(LengthOf(rank, scale, empty), rank)));
        }
    }

    private void Scatter()
    {
        foreach ((int scale, int empty, int most) in Blocks)
        {
            _ranks.MostBytesAtOnce = most;
            var states = new List<byte[]>();
            for (int rank = 0; _ranks.Rank == 0 && rank < _ranks.Ranks; rank++) states.Add(Bytes(LengthOf(rank, scale, empty), rank));
            byte[] own = _ranks.Scatter(states);
            Assert.True(own.AsSpan().SequenceEqual(Bytes(LengthOf(_ranks.Rank, scale, empty), _ranks.Rank)));
        }
    }

    private void Sum()
    {
        AlignedBlock<float> part = new(Length), sum = new(Length);
        for (int i = 0; i < Length; i++) part.Span[i] = Number(_ranks.Rank, i);
        _ranks.BeginSum(part, sum);
        Complete();
        for (int i = 0; i < Length; i++)
        {
            double expected = 0, size = 0;
            for (int rank = 0; rank < _ranks.Ranks; rank++)
            {
                expected += Number(rank, i);
                size += Math.Abs(Number(rank, i));
            }

            // One addition of two floats is rounded once, in whatever order.
            if (_ranks.Ranks == 2) Assert.Equal((float)expected, sum.Span[i]);
            else Assert.InRange(sum.Span[i], expected - (1e-6 * size), expected + (1e-6 * size));
        }

        IReadOnlyList<byte[]> hashes = _ranks.Gather(SHA256.HashData(MemoryMarshal.AsBytes(sum.Span)));
        Assert.All(hashes, hash => Assert.Equal(hashes[0], hash));
    }

    private void Parts()
    {
        foreach (int length in (int[])[1, 16, 300_001])
        {
            AlignedBlock<float> parts = new(length * _ranks.Ranks), received = new(length * _ranks.Ranks);
            for (int i = 0; i < parts.Length; i++) parts.Span[i] = Number(_ranks.Rank, i);
            _ranks.BeginTranspose(parts, received);
            Complete();
            for (int i = 0; i < received.Length; i++)
                Assert.Equal(Number(i / length, (_ranks.Rank * length) + (i % length)), received.Span[i]);
            _ranks.BeginShare(parts);
            Complete();
            for (int i = 0; i < parts.Length; i++) Assert.Equal(Number(i / length, i), parts.Span[i]);
        }
    }

    /// <summary>The other ranks begin the sum only when rank 0 has worked: the sum did not hold it.</summary>
    private void Overlap()
    {
        AlignedBlock<float> part = new(Length), sum = new(Length);
        part.Span.Fill(_ranks.Rank + 1);
        if (_ranks.Rank > 0) _files.WaitFor("worked");
        _ranks.BeginSum(part, sum);
        if (_ranks.Rank == 0)
        {
            for (int i = 0; i < 100; i++)
            {
                Assert.False(_ranks.TryEnd());
                Assert.Equal(100, Bytes(100, i).Length);
            }

            _files.Signal("worked");
        }

        Complete();
        Assert.Equal(_ranks.Ranks * (_ranks.Ranks + 1) / 2, sum.Span[Length - 1]);
    }

    /// <summary>Each rank in turn is late until another has named it.</summary>
    private void Missing()
    {
        AlignedBlock<float> part = new(10), sum = new(10);
        for (int late = 0; late < _ranks.Ranks; late++)
        {
            Assert.Empty(_ranks.Missing());
            int witness = late == 0 ? 1 : 0;
            if (_ranks.Rank == late) _files.WaitFor($"named-{late}");
            _ranks.BeginSum(part, sum);
            if (_ranks.Rank == witness)
            {
                IReadOnlyList<int> missing;
                do
                {
                    missing = _ranks.Missing();
                    Assert.Contains(late, missing);
                    Assert.False(_ranks.TryEnd());
                }
                while (missing.Count > 1);
                _files.Signal($"named-{late}");
            }

            Complete();
            Assert.Empty(_ranks.Missing());
        }
    }

    private void Allocation()
    {
        AlignedBlock<float> part = new(1_000 * _ranks.Ranks), sum = new(1_000 * _ranks.Ranks);
        long allocated = 0;
        for (int i = 0; i < 210; i++)
        {
            // The first calls resolve the functions of the library.
            if (i == 10) allocated = GC.GetAllocatedBytesForCurrentThread();
            _ranks.BeginSum(part, sum);
            while (!_ranks.TryEnd()) Thread.Yield();
            _ranks.BeginTranspose(part, sum);
            while (!_ranks.TryEnd()) Thread.Yield();
            _ranks.BeginShare(part);
            while (!_ranks.TryEnd()) Thread.Yield();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private void Misuse()
    {
        AlignedBlock<float> part = new(10), sum = new(10);
        Assert.Throws<InvalidOperationException>(() => _ranks.TryEnd());
        Assert.Throws<ArgumentException>(() => _ranks.BeginSum(part, new AlignedBlock<float>(11)));
        Assert.Throws<ArgumentException>(() => _ranks.BeginSum(part, part));
        Assert.Throws<ArgumentException>(() => _ranks.BeginTranspose(new AlignedBlock<float>(12), sum));
        Assert.Throws<ArgumentException>(() => _ranks.BeginShare(new AlignedBlock<float>((2 * _ranks.Ranks) + 1)));
        if (_ranks.Rank == 0) Assert.Throws<ArgumentException>(() => _ranks.Scatter([[]]));
        Assert.Throws<InvalidOperationException>(() => MpiCommunicator.Connect(_launcher));
        _ranks.BeginSum(part, sum);
        Assert.Throws<InvalidOperationException>(() => _ranks.Gather([]));
        Assert.Throws<InvalidOperationException>(() => _ranks.BeginSum(part, sum));
        Complete();
    }

    /// <summary>A library that handles SIGSEGV itself would end the process here.</summary>
    private void NullReferences()
    {
        int caught = 0;
        for (int i = 0; i < 1_000; i++)
        {
            try
            {
                caught += 2 + LengthOf(null!);
            }
            catch (NullReferenceException)
            {
                caught++;
            }

            if (i % 100 == 0) GC.Collect();
        }

        Assert.Equal(1_000, caught);
    }

    private void Complete()
    {
        while (!_ranks.TryEnd()) Thread.Sleep(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int LengthOf(string text) => text.Length;

    private static int LengthOf(int rank, int scale, int empty) => rank == empty ? 0 : scale * (rank + 1);

    private static float Number(int rank, int i) => (float)Math.Sin((rank * 1_000.3) + i) * (1 + (i % 7));

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte)((i * 31) + (i >> 8) + (seed * 7) + 1);
        return bytes;
    }
}
