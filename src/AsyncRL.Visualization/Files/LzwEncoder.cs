namespace AsyncRL.Visualization.Files;

/// <summary>
/// The compression of GIF (Welch, "A technique for high-performance data compression", 1984), with codes that grow from few bits to 12. A
/// code represents a run of bytes seen before. Each new run is a known run and one more byte.
/// </summary>
internal sealed class LzwEncoder
{
    private const int MostBits = 12;
    private const int MostCodes = 1 << MostBits;
    private const int LargestBlock = 255;

    // [code, byte]: the code of the run that continues with the byte, or 0 if there is none. The code of a continued run is never 0.
    private readonly short[] _longer = new short[MostCodes * 256];
    private readonly byte[] _block = new byte[LargestBlock];
    private Stream _stream = Stream.Null;
    private int _blockLength;
    private int _bits;
    private int _bitCount;
    private int _codeBits;
    private int _codes;

    /// <summary>Writes first the bits per byte, then blocks of at most 255 bytes, each after its length. The last block is empty.</summary>
    /// <param name="indices">The bytes, each below 2 to the power of <paramref name="indexBits"/>.</param>
    /// <param name="indexBits">The number of bits of a byte, from 2 to 8.</param>
    /// <param name="stream">Receives the data.</param>
    internal void Write(ReadOnlySpan<byte> indices, int indexBits, Stream stream)
    {
        (_stream, _blockLength, _bits, _bitCount) = (stream, 0, 0, 0);
        int clear = 1 << indexBits;
        stream.WriteByte((byte)indexBits);
        Forget(indexBits);
        WriteCode(clear);
        int run = indices[0];
        foreach (byte index in indices[1..])
        {
            short longer = _longer[(run << 8) | index];
            if (longer != 0)
            {
                run = longer;
                continue;
            }

            WriteCode(run);
            if (_codes < MostCodes)
            {
                Learn(run, index);
            }
            else
            {
                WriteCode(clear);
                Forget(indexBits);
            }

            run = index;
        }

        WriteCode(run);
        GrowIfFull();
        WriteCode(clear + 1);
        Flush();
    }

    private void Forget(int indexBits)
    {
        const int ClearAndEnd = 2;
        Array.Clear(_longer);
        (_codeBits, _codes) = (indexBits + 1, (1 << indexBits) + ClearAndEnd);
    }

    private void Learn(int run, byte index)
    {
        GrowIfFull();
        _longer[(run << 8) | index] = (short)_codes;
        _codes++;
    }

    /// <summary>The reader learns each run one code later than the writer. So codes grow only before a code that needs more bits.</summary>
    private void GrowIfFull()
    {
        if (_codes == 1 << _codeBits && _codeBits < MostBits) _codeBits++;
    }

    private void WriteCode(int code)
    {
        _bits |= code << _bitCount;
        _bitCount += _codeBits;
        while (_bitCount >= 8)
        {
            WriteByte((byte)_bits);
            _bits >>= 8;
            _bitCount -= 8;
        }
    }

    private void WriteByte(byte value)
    {
        _block[_blockLength++] = value;
        if (_blockLength == LargestBlock) WriteBlock();
    }

    private void WriteBlock()
    {
        _stream.WriteByte((byte)_blockLength);
        _stream.Write(_block, 0, _blockLength);
        _blockLength = 0;
    }

    private void Flush()
    {
        if (_bitCount > 0) WriteByte((byte)_bits);
        if (_blockLength > 0) WriteBlock();
        _stream.WriteByte(0);
    }
}
