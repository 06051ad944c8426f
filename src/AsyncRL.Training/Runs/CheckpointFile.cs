using System.Buffers.Binary;
using System.Security.Cryptography;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Core.State;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A checkpoint's file, open to be read. Its checksum was found right and its sections were found, but only the small ones that describe it
/// were read: each other is read when it is asked for, straight into what it restores. The file stays what it was when it was opened, also
/// if a training replaces or removes it meanwhile.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    private const int PieceLength = 1 << 16;

    private readonly Stream _file;
    private readonly Dictionary<string, SectionPlace> _places = [];

    /// <summary>Checks and describes a checkpoint.</summary>
    /// <param name="file">Its bytes; closed with this object.</param>
    /// <param name="path">Where they are from.</param>
    /// <exception cref="InputException">It is truncated, altered, of another version, or no checkpoint of ours.</exception>
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

    /// <summary>What it is of.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>What there is to say about the choice of this one, a sentence or two each.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>Opens a checkpoint.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="InputException">It is truncated, altered, of another version, or no checkpoint of ours.</exception>
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
    /// <exception cref="InputException">There is no θ, or it is damaged.</exception>
    public float[] ReadTheta()
    {
        float[] theta = [];
        Restore(
            SharedParameters.ThetaSection,
            reader => reader.ReadNumbers("parameters θ", theta = new float[ThetaLength / sizeof(float)]));
        return theta;
    }

    /// <summary>Reads the moments by which observations and rewards are normalized.</summary>
    /// <param name="configuration">The run.</param>
    /// <returns>The moments.</returns>
    /// <exception cref="InputException">There are none, or others than those of the run.</exception>
    public Normalization ReadNormalization(TrainingConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Normalization normalization = configuration.CreateNormalization();
        Restore(Engine.NormalizationSection, normalization.Restore);
        return normalization;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Length of θ in bytes; 0 where there is none.</summary>
    internal long ThetaLength => _places.TryGetValue(SharedParameters.ThetaSection, out SectionPlace theta) ? theta.Length : 0;

    /// <summary>The names of its sections.</summary>
    internal IEnumerable<string> SectionNames => _places.Keys;

    /// <summary>Whether it has a section.</summary>
    internal bool Has(string name) => _places.ContainsKey(name);

    /// <summary>Restores parts of a run, in their order, whatever the order in the file.</summary>
    /// <param name="sections">All that the run consists of.</param>
    /// <exception cref="InputException">One is missing, unknown or damaged.</exception>
    internal void Restore(IReadOnlyList<Section> sections)
    {
        var unknown = new HashSet<string>(_places.Keys);
        unknown.RemoveWhere(Checkpoint.IsDescription);
        foreach (Section section in sections)
        {
            ExpectSection(section.Name);
            unknown.Remove(section.Name);
        }

        foreach (string name in unknown)
        {
            throw new InputException(
                $"The checkpoint {Path} has a section \"{name}\", but the run has no part of that name; "
                + "expected a checkpoint of this run.");
        }

        foreach (Section section in sections) Restore(section.Name, section.Restore);
    }

    /// <summary>Restores one part of a run.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    internal void Restore(string name, Action<BinaryReader> restore)
    {
        ExpectSection(name);
        BoundedReader.Restore(name, Bytes(name), restore);
    }

    /// <summary>The bytes of a section.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
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

    /// <summary>Checks all that surrounds the sections.</summary>
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

/// <summary>Where a section of a checkpoint is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Where its bytes begin, from the end of the header.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct SectionPlace(string Name, long Start, long Length)
{
    /// <summary>Passes over a section.</summary>
    /// <exception cref="InvalidDataException">It is longer than what is left.</exception>
    internal static SectionPlace Pass(BoundedReader reader, string name, long length)
    {
        long start = reader.Position;
        reader.Skip(length);
        return new SectionPlace(name, start, length);
    }
}
