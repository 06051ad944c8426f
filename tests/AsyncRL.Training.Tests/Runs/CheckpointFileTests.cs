using AsyncRL.TestSources;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private CheckpointStore Store => new(_directory.FullPath);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        Checkpoint written = Make(1234) with { End = CheckpointEnd.Failure };
        var state = new SavedParts(seed: 1);
        Store.Write(written, state.Sections);
        using CheckpointFile file = Store.Read();
        Checkpoint read = file.Checkpoint;
        Assert.Equal(
            (written.Network, written.AgentSteps, written.Updates, written.Seconds, written.Episodes, written.BestReturn, written.Best),
            (read.Network, read.AgentSteps, read.Updates, read.Seconds, read.Episodes, read.BestReturn, read.Best));
        Assert.Equal(written.TableEntries, read.TableEntries);
        Assert.Equal(written.MadeWith, read.MadeWith);
        Assert.Equal(written.End, read.End);
        Bits.AssertSame(state.Theta, file.ReadTheta(), "theta");
        var restored = new SavedParts(seed: 2);
        file.Restore(restored.Sections);
        restored.AssertSame(state);
    }

    [Fact]
    public void The_newest_is_read_and_the_newest_two_are_kept()
    {
        foreach (long agentSteps in new long[] { 5, 900, 10_000, 2_000_000 }) Write(Make(agentSteps));
        Assert.Equal(2_000_000, Read().AgentSteps);
        Assert.Equal(["000000010000.checkpoint", "000002000000.checkpoint"], FileNames());
    }

    [Fact]
    public void Older_checkpoints_that_are_kept_lie_at_about_even_distances_and_the_first_stays()
    {
        for (long agentSteps = 0; agentSteps <= 1000; agentSteps += 10) Store.Write(Make(agentSteps), new SavedParts(seed: 1).Sections, 4);
        Assert.Equal([0, 210, 550, 890, 990, 1000], Store.OrdinaryAgentSteps());
        Assert.Equal(1000, Read().AgentSteps);
        Store.Write(Make(1010), new SavedParts(seed: 1).Sections, 1);
        Assert.Equal([0, 1000, 1010], Store.OrdinaryAgentSteps());
        Write(Make(1020));
        Assert.Equal([1010, 1020], Store.OrdinaryAgentSteps());
    }

    [Fact]
    public void Writing_again_at_the_same_agent_step_replaces_the_checkpoint()
    {
        Write(Make(5, episodes: 1));
        Write(Make(5, episodes: 2));
        Assert.Equal(2, Read().Episodes);
        Assert.Equal(["000000000005.checkpoint"], FileNames());
    }

    /// <summary>
    /// A kill during the writing of a checkpoint leaves an incomplete file with the temporary name, which is not treated as a checkpoint.
    /// </summary>
    [Fact]
    public void What_a_kill_left_unfinished_is_passed_over_and_written_anew()
    {
        Write(Make(5));
        string leftover = _directory.At("000000000006.checkpoint.tmp");
        File.WriteAllBytes(leftover, [1, 2, 3]);
        Assert.Equal(5, Read().AgentSteps);
        Write(Make(6));
        Assert.Equal(6, Read().AgentSteps);
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public void A_checkpoint_truncated_anywhere_is_refused_and_named()
    {
        (string path, byte[] bytes) = WriteOne();
        for (int length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            string sentence = Sentence.Of(() => Store.Read());
            Assert.Contains(path, sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_checkpoint_with_any_byte_altered_is_refused_and_named()
    {
        (string path, byte[] bytes) = WriteOne();
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] altered = [.. bytes];
            altered[i] ^= 0x40;
            File.WriteAllBytes(path, altered);
            string sentence = Sentence.Of(() => Store.Read());
            Assert.Contains(path, sentence, StringComparison.Ordinal);
        }
    }

    /// <summary>Also the one that makes a file of the present format one of the format before.</summary>
    [Fact]
    public void A_checkpoint_with_any_bit_altered_is_refused()
    {
        (_, byte[] bytes) = WriteOne();
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            byte[] altered = [.. bytes];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            string sentence = Sentence.Of(() => _ = new CheckpointFile(new MemoryStream(altered), "here"));
            Assert.Contains("here", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_sentence_says_what_is_wrong_with_a_file()
    {
        (string path, byte[] bytes) = WriteOne();
        string Refusal(byte[] content)
        {
            File.WriteAllBytes(path, content);
            return Sentence.Of(() => Store.Read());
        }

        byte[] otherVersion = [.. bytes], damaged = [.. bytes];
        otherVersion[7] = 9;
        damaged[^40] ^= 1;
        byte[] older = [.. bytes];
        older[7] = 3;
        Assert.Equal($"The checkpoint {path} has format 3, that of an older version of asyncrl; expected 4 or 5.", Refusal(older));
        Assert.Equal($"The checkpoint {path} has format 9, that of a newer version of asyncrl; expected 4 or 5.", Refusal(otherVersion));
        Assert.Equal($"The checkpoint {path} does not match its checksum: it is damaged.", Refusal(damaged));
        Assert.Equal(
            $"The checkpoint {path} has {bytes.Length - 1} bytes; expected {bytes.Length}: it is truncated or altered.",
            Refusal(bytes[..^1]));
        Assert.Equal(
            $"The checkpoint {path} has {bytes.Length + 1} bytes; expected {bytes.Length}: it is truncated or altered.",
            Refusal([.. bytes, 0]));
        Assert.Equal(
            $"The file {path} is no checkpoint of AsyncRL; expected one that train wrote.", Refusal("A letter to a friend."u8.ToArray()));
    }

    [Fact]
    public void A_directory_without_checkpoints_is_refused_and_named()
    {
        string nowhere = _directory.At("nowhere");
        Assert.Equal(
            $"The directory {nowhere} holds no checkpoint; expected a *.checkpoint file that train wrote.",
            Sentence.Of(() => new CheckpointStore(nowhere).Read()));
        Assert.Contains(_directory.FullPath, Sentence.Of(() => Store.Read()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_put_in_place_leaves_the_last_one_whole()
    {
        Write(Make(5));
        Directory.CreateDirectory(_directory.At("000000000006.checkpoint"));
        Assert.ThrowsAny<Exception>(() => Write(Make(6)));
        Directory.Delete(_directory.At("000000000006.checkpoint"));
        Assert.Equal(5, Read().AgentSteps);
    }

    internal static Checkpoint Make(long agentSteps, long episodes = 77)
    {
        return new Checkpoint
        {
            MadeWith = new Dictionary<string, string> { ["seed"] = "7", ["optimizer"] = "shared-adam" },
            Network = "mlp on 3: policy.weights[64×3]",
            AgentSteps = agentSteps,
            Updates = 99,
            Seconds = 1.5,
            Episodes = episodes,
            BestReturn = double.NaN,
            TableEntries = new Dictionary<string, long> { ["metrics.csv"] = 1000, ["episodes.csv"] = 0 },
            Best = new BestCheckpoint(agentSteps, 2.5, IsEvaluated: true),
        };
    }

    private void Write(Checkpoint checkpoint) => Store.Write(checkpoint, new SavedParts(seed: 1).Sections);

    private Checkpoint Read()
    {
        using CheckpointFile file = Store.Read();
        return file.Checkpoint;
    }

    private (string Path, byte[] Bytes) WriteOne()
    {
        Write(Make(5));
        string path = _directory.At("000000000005.checkpoint");
        return (path, File.ReadAllBytes(path));
    }

    private string[] FileNames()
    {
        string[] names = Array.ConvertAll(Directory.GetFiles(_directory.FullPath), file => Path.GetFileName(file));
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
