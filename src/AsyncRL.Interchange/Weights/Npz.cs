using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace AsyncRL.Interchange.Weights;

/// <summary>Files of NumPy with several arrays: an archive of one <c>.npy</c> for each, which <c>numpy.load</c> reads.</summary>
public static class Npz
{
    private const int Boundary = 64, SignAndLength = 10;

    /// <summary>Writes a file.</summary>
    /// <param name="arrays">The arrays.</param>
    /// <param name="destination">Receives the file.</param>
    public static void Write(IReadOnlyList<NamedArray> arrays, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        using var archive = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        foreach (NamedArray array in arrays)
        {
            ZipArchiveEntry entry = archive.CreateEntry($"{array.Name}.npy", CompressionLevel.NoCompression);

            // A fixed time, so that the same weights give the same bytes.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream file = entry.Open();
            Write(array, file);
        }
    }

    private static void Write(NamedArray array, Stream file)
    {
        string sizes = string.Concat(Array.ConvertAll([.. array.Dimensions], size => $"{size}, "));
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({sizes}), }}";
        int padded = ((SignAndLength + header.Length + Boundary) / Boundary * Boundary) - SignAndLength;
        file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)padded, (byte)(padded >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + "\n"));
        file.Write(MemoryMarshal.AsBytes(array.Numbers.Span));
    }
}
