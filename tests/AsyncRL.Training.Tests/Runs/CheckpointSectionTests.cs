using System.Security.Cryptography;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>The sections of a checkpoint, also in altered files with a correct checksum.</summary>
public class CheckpointSectionTests
{
    private const int HeaderLength = 16;

    /// <summary>More than a span of bytes or an array can have.</summary>
    private const long Large = int.MaxValue + 40_000_000L;

    [Fact]
    public void The_order_of_sections_in_a_file_does_not_matter() => PropertyCheck.ForAllSeeds("order of sections", 50, seed =>
    {
        var written = new SavedParts(seed);
        Section[] shuffled = [.. CheckpointFileTests.Make(5).Sections, .. written.Sections];
        var generator = new RandomGenerator(seed);
        for (int i = shuffled.Length - 1; i > 0; i--)
        {
            int other = generator.NextInteger(i + 1);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        using CheckpointFile file = Open(Write(shuffled));
        var restored = new SavedParts(seed + 1);
        file.Restore(restored.Sections);
        restored.AssertSame(written);
        Assert.Equal(5, file.Checkpoint.AgentSteps);
    });

    [Fact]
    public void A_section_that_the_run_does_not_have_is_refused_before_anything_is_restored()
    {
        using CheckpointFile file = Open(Write([.. Sections(), Nothing("replay memory")]));
        SavedParts before = new(seed: 2), restored = new(seed: 2);
        Assert.Equal(
            "The checkpoint here has a section \"replay memory\", but the run has no part of that name; expected a checkpoint of this run.",
            Sentence.Of(() => file.Restore(restored.Sections)));
        restored.AssertSame(before);
    }

    [Fact]
    public void A_section_that_is_missing_is_refused_before_anything_is_restored()
    {
        using CheckpointFile file = Open(Write(Sections()));
        SavedParts before = new(seed: 2), restored = new(seed: 2);
        Assert.Equal(
            "The checkpoint here has no section \"replay memory\"; expected one, because the run has a part of that name.",
            Sentence.Of(() => file.Restore([.. restored.Sections, Nothing("replay memory")])));
        restored.AssertSame(before);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("tables")]
    public void A_checkpoint_that_does_not_say_what_it_is_of_is_damaged(string section)
    {
        byte[] bytes = Write([.. Array.FindAll([.. Sections()], other => other.Name != section)]);
        Assert.Equal($"The checkpoint here is damaged: it has no section \"{section}\".", Sentence.Of(() => Open(bytes)));
    }

    [Fact]
    public void Two_sections_of_one_name_are_neither_written_nor_read()
    {
        Section[] twice = [.. Sections(), Nothing("theta")];
        Assert.Contains("\"theta\"", Assert.Throws<InvalidOperationException>(() => Write(twice)).Message, StringComparison.Ordinal);
        byte[] content = [.. Content(Write(Sections())), .. Head("theta", 0)];
        Assert.Equal("The checkpoint here is damaged: it names theta twice.", Sentence.Of(() => Open(Seal(content))));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue + 1L)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_length_beyond_what_is_left_is_refused(long length)
    {
        byte[] content = [.. Content(Write(Sections())), .. Head("last", length)];
        string sentence = Sentence.Of(() => Open(Seal(content)));
        Assert.Equal($"The checkpoint here is damaged: it contains a length of {length} where 0 bytes are left.", sentence);
    }

    /// <summary>A name whose length is −1, one of 5 letters of which 1 is there, and a length of which 4 bytes are there.</summary>
    [Theory]
    [InlineData(0xFF, 0xFF, 0xFF, 0xFF, 0x0F)]
    [InlineData(5, 0x61)]
    [InlineData(1, 0x61, 0, 0, 0, 0)]
    public void A_name_or_a_length_that_ends_early_is_refused(params int[] last)
    {
        byte[] content = [.. Content(Write(Sections())), .. Array.ConvertAll(last, value => (byte)value)];
        Assert.Equal(
            "The checkpoint here is damaged: it ends within a number or a text.", Sentence.Of(() => Open(Seal(content))));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    public void A_part_reads_its_section_to_the_end_and_not_beyond(int length)
    {
        Section other = Block("theta", new float[length]);
        using CheckpointFile file = Open(Write([.. CheckpointFileTests.Make(5).Sections, other, Block("next", new float[16])]));
        Assert.Equal(
            $"The checkpoint's {length * sizeof(float)} bytes of theta do not fit the run's environment and optimizer.",
            Sentence.Of(() => file.Restore(Block("theta", new float[16]))));
    }

    [Fact]
    public void A_state_that_changes_while_it_is_written_is_found()
    {
        int calls = 0;
        var changing = new Section("changing", writer => writer.Write(new byte[++calls]), _ => { });
        string message = Assert.Throws<InvalidOperationException>(() => Write([changing])).Message;
        Assert.Equal("The part changing wrote 1 bytes, then 2; expected the same state.", message);
    }

    /// <summary>
    /// The content of a section is checked as its position is: the part that restores the section refuses content that does not fit.
    /// </summary>
    [Fact]
    public void Content_that_is_altered_under_a_right_checksum_is_used_or_refused_in_one_sentence()
    {
        byte[] content = Content(Write(Sections()));
        var generator = new RandomGenerator(1);
        for (int i = 0; i < content.Length; i++)
        {
            byte[] altered = [.. content];
            altered[i] = (byte)generator.NextInteger(256);
            try
            {
                using CheckpointFile file = Open(Seal(altered));
                file.Restore(new SavedParts(seed: 2).Sections);
            }
            catch (InputException refusal)
            {
                Assert.Matches(@"^[^\n]*[.?]$", refusal.Message);
            }
        }
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Parameters_that_are_not_finite_are_refused(float number, string told)
    {
        var parts = new SavedParts(seed: 1);
        parts.Theta[3] = number;
        using CheckpointFile file = Open(Write([.. CheckpointFileTests.Make(5).Sections, .. parts.Sections]));
        string sentence = $"The checkpoint's theta cannot be restored: number 3 of the parameters θ is {told}; expected a finite number.";
        Assert.Equal(sentence, Sentence.Of(() => file.ReadTheta()));
        Assert.Equal(sentence, Sentence.Of(() => file.Restore(new SavedParts(seed: 2).Sections)));
    }

    /// <summary>θ and a statistic have 16 MiB each. Neither is copied, and reading θ reads θ alone.</summary>
    [Fact]
    public void Writing_and_restoring_allocate_nothing_that_grows_with_a_section()
    {
        const long Bound = 256 << 10;
        float[] theta = new float[4 << 20], statistic = new float[4 << 20];
        Section[] sections = [.. CheckpointFileTests.Make(5).Sections, Block("theta", theta), Block("optimizer mean", statistic)];
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream stream = File.Create(path))
                Assert.InRange(Allocated(() => CheckpointWriter.Write(stream, sections)), 0, Bound);
            CheckpointFile? file = null;
            Assert.InRange(Allocated(() => file = CheckpointFile.Open(path)), 0, Bound);
            using (file)
            {
                Assert.InRange(Allocated(() => file!.Restore(sections[^2..])), 0, Bound);
                Assert.InRange(Allocated(() => file!.ReadTheta()), 16 << 20, (16 << 20) + Bound);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Sections_and_files_beyond_2_GB_are_written()
    {
        var large = new Section("replay memory", SaveZeros, _ => { });
        using var file = new SparseStream();
        Section[] small = [.. CheckpointFileTests.Make(5).Sections];
        CheckpointWriter.Write(file, [.. small, large]);
        Assert.Equal(Write(small).Length + Head(large.Name, 0).Length + Large, file.Length);
        file.Position = HeaderLength - sizeof(long);
        using var reader = new BinaryReader(file);
        Assert.Equal(file.Length - HeaderLength - SHA256.HashSizeInBytes, reader.ReadInt64());
        file.Position = file.Length - SHA256.HashSizeInBytes - Large - sizeof(long);
        Assert.Equal(Large, reader.ReadInt64());
    }

    /// <summary>Without the checksum, which takes a second and counts as it does for files of any length.</summary>
    [Fact]
    public void Sections_beyond_2_GB_are_found_and_read()
    {
        using var file = new SparseStream();
        file.Write(Head("replay memory", Large));
        SaveZeros(new BinaryWriter(file));
        file.Write([.. Head("last", 3), 1, 2, 3]);
        using var reader = new BoundedReader(new PartialStream(file, 0, file.Length));
        SectionPlace[] places = [.. CheckpointFile.Sections(reader)];
        Assert.Equal(("replay memory", Large), (places[0].Name, places[0].Length));
        Assert.Equal(new SectionPlace("last", file.Length - 3, 3), places[1]);
        using var last = new BoundedReader(new PartialStream(file, places[1].Start, places[1].Length));
        Assert.Equal([1, 2, 3], last.ReadBytes(3));
        Assert.True(last.IsAtEnd);
    }

    private static void SaveZeros(BinaryWriter writer)
    {
        byte[] zeros = new byte[1 << 20];
        for (long left = Large; left > 0; left -= zeros.Length) writer.Write(zeros.AsSpan(0, (int)Math.Min(left, zeros.Length)));
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Section[] Sections() => [.. CheckpointFileTests.Make(5).Sections, .. new SavedParts(seed: 1).Sections];

    private static Section Nothing(string name) => new(name, _ => { }, _ => { });

    private static Section Block(string name, float[] numbers) =>
        new(name, state => state.Floats<float>(numbers, name));

    private static byte[] Write(IReadOnlyList<Section> sections)
    {
        using var file = new MemoryStream();
        CheckpointWriter.Write(file, sections);
        return file.ToArray();
    }

    private static CheckpointFile Open(byte[] bytes) => new(new MemoryStream(bytes), "here");

    private static byte[] Content(byte[] file) => file[HeaderLength..^SHA256.HashSizeInBytes];

    private static byte[] Seal(byte[] content)
    {
        byte[] all = [.. "ASYNCRL"u8, 5, .. BitConverter.GetBytes((long)content.Length), .. content];
        return [.. all, .. SHA256.HashData(all)];
    }

    private static byte[] Head(string name, long length) =>
        [(byte)name.Length, .. Encoding.UTF8.GetBytes(name), .. BitConverter.GetBytes(length)];

    /// <summary>Keeps the bytes of small writes, and of large ones only how long they are: they read as zeros.</summary>
    private sealed class SparseStream : Stream
    {
        private const int Small = 1 << 16;

        private readonly SortedList<long, byte[]> _kept = [];
        private long _length;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, _length - Position);
            buffer[..count].Clear();
            foreach ((long start, byte[] bytes) in _kept)
            {
                long from = Math.Max(start, Position), to = Math.Min(start + bytes.Length, Position + count);
                if (from < to) bytes.AsSpan((int)(from - start), (int)(to - from)).CopyTo(buffer[(int)(from - Position)..]);
            }

            Position += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.Length <= Small) _kept.Add(_length, buffer.ToArray());
            _length += buffer.Length;
            Position = _length;
        }
    }
}
