using System.Buffers.Binary;
using System.Security.Cryptography;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>
/// The open file of a checkpoint. Opening it compares the checksum, finds the sections, and reads the small sections that describe the
/// checkpoint. Every other section is read on request, straight into the object that it restores. A training that replaces or removes the
/// file does not change the content that is read here.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    private const int PieceLength = 1 << 16;

    private readonly Stream _file;
    private readonly Dictionary<string, SectionPlace> _places = [];

    /// <summary>Checks and describes a checkpoint.</summary>
    /// <param name="file">The bytes; closed with this object.</param>
    /// <param name="path">The path of the file, for messages.</param>
    /// <exception cref="InputException">The file is truncated, altered, of another version, or not a checkpoint.</exception>
    internal CheckpointFile(Stream file, string path)
    {
        (_file, Path) = (file, path);
        byte format = CheckWhole();
        try
        {
            FindSections(format);
            Checkpoint = Checkpoint.Read(this);
        }
        catch (InvalidDataException damage)
        {
            throw new InputException($"The checkpoint {path} is damaged: {damage.Message}.", damage);
        }
        catch (Exception problem) when (problem is IOException or FormatException)
        {
            throw new InputException($"The checkpoint {path} is damaged: it ends within a number or a text.", problem);
        }
    }

    /// <summary>The description of the checkpoint.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Notes about the choice of this checkpoint, one or two sentences each.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>Opens a checkpoint.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InputException">The file is truncated, altered, of another version, or not a checkpoint.</exception>
    internal static CheckpointFile Open(string path, IReadOnlyList<string>? notes = null)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            return new CheckpointFile(file, path) { Notes = notes ?? [] };
        }
        catch (Exception problem)
        {
            file?.Dispose();
            if (problem is FileNotFoundException or not (IOException or UnauthorizedAccessException)) throw;
            throw new InputException($"The checkpoint {path} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Reads θ, in the network's layout, and no other large section.</summary>
    /// <returns>θ.</returns>
    /// <exception cref="InputException">The checkpoint has no θ, or θ is damaged.</exception>
    public float[] ReadTheta()
    {
        float[] theta = [];
        Restore(new Section(
            SharedParameters.ThetaSection,
            state => state.Floats<float>(theta = new float[ThetaLength / sizeof(float)], "parameters θ")));
        return theta;
    }

    /// <summary>Reads the moments by which observations and rewards are normalized.</summary>
    /// <param name="configuration">The run.</param>
    /// <returns>The moments.</returns>
    /// <exception cref="InputException">The checkpoint has no moments, or not those of the run.</exception>
    public Normalization ReadNormalization(TrainingConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Normalization normalization = configuration.CreateNormalization();
        Restore(new Section(Engine.NormalizationSection, normalization.Transfer));
        return normalization;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Length of θ in bytes; 0 if the checkpoint has no θ.</summary>
    internal long ThetaLength => _places.TryGetValue(SharedParameters.ThetaSection, out SectionPlace theta) ? theta.Length : 0;

    /// <summary>The names of the sections.</summary>
    internal IEnumerable<string> SectionNames => _places.Keys;

    /// <summary>Whether the checkpoint has a section.</summary>
    internal bool Has(string name) => _places.ContainsKey(name);

    /// <summary>Restores all parts of a run in the order of <paramref name="sections"/>. The order in the file has no meaning.</summary>
    /// <param name="sections">All parts of the run.</param>
    /// <exception cref="InputException">A section is missing, unknown or damaged.</exception>
    internal void Restore(IReadOnlyList<Section> sections)
    {
        var expected = new HashSet<string>();
        foreach (Section section in sections)
        {
            ExpectSection(section.Name);
            expected.Add(section.Name);
        }

        foreach (string name in SectionNames)
        {
            if (expected.Contains(name) || Checkpoint.IsDescription(name)) continue;
            throw new InputException(
                $"The checkpoint {Path} has a section \"{name}\", but the run has no part of that name; "
                + "expected a checkpoint of this run.");
        }

        foreach (Section section in sections) Restore(section);
    }

    /// <summary>Restores one part of a run.</summary>
    /// <exception cref="InputException">The section is missing or damaged.</exception>
    internal void Restore(Section section)
    {
        ExpectSection(section.Name);
        BoundedReader.Restore(section, Bytes(section.Name));
    }

    /// <summary>The bytes of a section.</summary>
    /// <exception cref="InvalidDataException">The checkpoint has no such section.</exception>
    internal Stream Bytes(string name) => _places.TryGetValue(name, out SectionPlace place)
        ? new PartialStream(_file, CheckpointWriter.HeaderLength + place.Start, place.Length)
        : throw new InvalidDataException($"it has no section \"{name}\"");

    /// <summary>Copies the whole file.</summary>
    internal void CopyTo(Stream destination)
    {
        _file.Position = 0;
        _file.CopyTo(destination);
    }

    private void ExpectSection(string name)
    {
        if (Has(name)) return;
        throw new InputException(
            $"The checkpoint {Path} has no section \"{name}\"; expected one, because the run has a part of that name.");
    }

    /// <summary>Checks the header, the length and the checksum of the file.</summary>
    /// <returns>The format.</returns>
    private byte CheckWhole()
    {
        const int Around = CheckpointWriter.HeaderLength + SHA256.HashSizeInBytes;
        Span<byte> header = stackalloc byte[CheckpointWriter.HeaderLength];
        ReadOnlySpan<byte> magic = CheckpointWriter.Magic;
        int read = _file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length || !header.StartsWith(magic))
            throw new InputException($"The file {Path} is no checkpoint of AsyncRL; expected one that train wrote.");
        byte format = header[magic.Length];
        if (format is not (CheckpointFormat4.Format or CheckpointWriter.Format))
        {
            string writer = format < CheckpointFormat4.Format ? "an older" : "a newer";
            throw new InputException(
                $"The checkpoint {Path} has format {format}, that of {writer} version of asyncrl; "
                + $"expected {CheckpointFormat4.Format} or {CheckpointWriter.Format}.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header[(magic.Length + 1)..]);
        if (length != _file.Length - Around)
        {
            string expected = length >= 0 && length <= long.MaxValue - Around ? $"{length + Around}" : "another number";
            throw new InputException($"The checkpoint {Path} has {_file.Length} bytes; expected {expected}: it is truncated or altered.");
        }

        CheckHash(format == CheckpointFormat4.Format ? [] : header, length);
        return format;
    }

    private void CheckHash(ReadOnlySpan<byte> header, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        byte[] piece = new byte[PieceLength];
        for (long left = length; left > 0;)
        {
            int count = (int)Math.Min(left, PieceLength);
            _file.ReadExactly(piece, 0, count);
            hash.AppendData(piece, 0, count);
            left -= count;
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        _file.ReadExactly(expected);
        if (!expected.SequenceEqual(hash.GetCurrentHash()))
            throw new InputException($"The checkpoint {Path} does not match its checksum: it is damaged.");
    }

    private void FindSections(byte format)
    {
        long length = _file.Length - CheckpointWriter.HeaderLength - SHA256.HashSizeInBytes;
        using var reader = new BoundedReader(new PartialStream(_file, CheckpointWriter.HeaderLength, length));
        foreach (SectionPlace place in format == CheckpointFormat4.Format ? CheckpointFormat4.Sections(reader) : Sections(reader))
        {
            if (!_places.TryAdd(place.Name, place)) throw new InvalidDataException($"it names {place.Name} twice");
        }
    }

    /// <summary>Finds the sections of the present format.</summary>
    internal static IEnumerable<SectionPlace> Sections(BoundedReader reader)
    {
        while (!reader.IsAtEnd) yield return SectionPlace.Pass(reader, reader.ReadLine(), reader.ReadInt64());
    }
}

/// <summary>The position of a section in the file of a checkpoint.</summary>
/// <param name="Name">The name of the section.</param>
/// <param name="Start">The number of bytes from the end of the header to the section.</param>
/// <param name="Length">The length of the section in bytes.</param>
internal readonly record struct SectionPlace(string Name, long Start, long Length)
{
    /// <summary>Skips a section.</summary>
    /// <exception cref="InvalidDataException">The section is longer than the rest of the file.</exception>
    internal static SectionPlace Pass(BoundedReader reader, string name, long length)
    {
        long start = reader.Position;
        reader.Skip(length);
        return new SectionPlace(name, start, length);
    }
}
