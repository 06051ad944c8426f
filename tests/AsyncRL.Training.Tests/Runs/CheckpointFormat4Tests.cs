using System.Linq;
using System.Security.Cryptography;
using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Checkpoints of format 4, which had the parts of a run without names and in one order.</summary>
public sealed class CheckpointFormat4Tests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Runs with shared and own statistics, with and without a target network, on threads and simulated.</summary>
    [Theory]
    [InlineData("a3c", "shared-adam", 0)]
    [InlineData("n-step-q", "shared-rmsprop", 3)]
    [InlineData("one-step-sarsa", "momentum-sgd", 2)]
    [InlineData("a3c", "adam", 0, "normalize-observations")]
    public void A_run_continues_from_one_bit_for_bit(string algorithm, string optimizer, int actors, params string[] set)
    {
        (string, string)[] options = [("optimizer", optimizer), ("evaluation-interval", "400"), ("evaluation-episodes", "3")];
        TrainingRequest request = Requests.Small(1500, [.. options, .. Array.ConvertAll(set, option => (option, "true"))]);
        request = request with { Algorithm = algorithm };
        if (actors > 0) request = request.Simulated(actors);
        var run = new RunBench(request, _directory.At("run"));
        run.Start(stopDuringStep: 700);
        var copy = new RunBench(request, _directory.At("copy"));
        Copy(run.Path, copy.Path);
        foreach (string path in (string[])[.. copy.Checkpoints(), copy.BestCheckpoint])
        {
            byte[] bytes = ToFormat4(path);
            File.WriteAllBytes(path, bytes);
            Assert.Equal(4, bytes[7]);
        }

        using (var best = CheckpointFile.Open(copy.BestCheckpoint))
            Assert.Equal(best.Checkpoint.AgentSteps, best.Checkpoint.Best!.AgentSteps);
        TrainingResult expected = run.Resume(), actual = copy.Resume();
        Bits.AssertSame(expected.Theta, actual.Theta, "theta");
        Assert.Equal((expected.AgentSteps, expected.BestCheckpoint), (actual.AgentSteps, actual.BestCheckpoint));
        Assert.Equal(run.ReadLog("episodes.csv"), copy.ReadLog("episodes.csv"));
    }

    [Fact]
    public void Any_altered_byte_is_refused_by_the_checksum_or_the_header()
    {
        byte[] bytes = Written();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] altered = [.. bytes];
            altered[i] ^= 1;
            Assert.Contains("here", Sentence.Of(() => Open(altered)), StringComparison.Ordinal);
        }
    }

    /// <summary>Every length of format 4 is behind one of these: the file ends early, under a checksum that is right.</summary>
    [Fact]
    public void A_content_that_ends_early_is_refused()
    {
        byte[] content = Written()[16..^SHA256.HashSizeInBytes];
        for (int length = 0; length < content.Length; length++)
        {
            byte[] early = Seal(content[..length]);
            Assert.StartsWith("The checkpoint here is damaged: ", Sentence.Of(() => Open(early)), StringComparison.Ordinal);
        }
    }

    private byte[] Written()
    {
        var run = new RunBench(Requests.Small(100, ("optimizer", "shared-adam")) with { Algorithm = "n-step-q" }, _directory.At("run"));
        run.Start();
        return ToFormat4(run.Checkpoints()[^1]);
    }

    private static CheckpointFile Open(byte[] bytes) => new(new MemoryStream(bytes), "here");

    /// <summary>Writes as the version before sections did.</summary>
    private static byte[] ToFormat4(string path)
    {
        using var file = CheckpointFile.Open(path);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content))
        {
            writer.Write(Bytes("run"));
            WriteNumbers("theta");
            byte[][] optimizer = file.Has("optimizer")
                ? [Bytes("optimizer"), Optional("optimizer mean"), Optional("optimizer mean square")] : [];
            WriteBlock([.. optimizer.SelectMany(part => part)]);
            writer.Write(file.Has("target parameters target") ? 1 : 0);
            if (file.Has("target parameters target"))
            {
                writer.Write("target");
                WriteNumbers("target parameters target");
            }

            WriteBlock(Bytes("normalization"));
            WriteBlock(Optional("simulated execution"));
            int actors = 0;
            while (file.Has($"actor-learner {actors}")) actors++;
            writer.Write(actors);
            for (int i = 0; i < actors; i++) WriteBlock(Bytes($"actor-learner {i}"));
            writer.Write(Bytes("tables"));
            string[] watches = Array.FindAll(["recent-returns", "evaluations", "best"], file.Has);
            writer.Write(watches.Length);
            foreach (string watch in watches)
            {
                writer.Write(watch);
                WriteBlock(Bytes(watch));
            }

            void WriteBlock(byte[] bytes)
            {
                writer.Write(bytes.Length);
                writer.Write(bytes);
            }

            void WriteNumbers(string name)
            {
                writer.Write(Bytes(name).Length / sizeof(float));
                writer.Write(Bytes(name));
            }
        }

        return Seal(content.ToArray());

        byte[] Optional(string name) => file.Has(name) ? Bytes(name) : [];

        byte[] Bytes(string name) => file.ReadAllBytes(name);
    }

    private static byte[] Seal(byte[] content) =>
        [.. "ASYNCRL"u8, 4, .. BitConverter.GetBytes((long)content.Length), .. content, .. SHA256.HashData(content)];

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
