using System.Text;

namespace AsyncRL.Distributed.Mpi;

/// <summary>A function of the MPI library failed. The message holds the name of the function and the library's own text.</summary>
public sealed class MpiException : Exception
{
    // More than MPI_MAX_ERROR_STRING of every library.
    private const int LongestText = 8192;

    /// <summary>Reports a failure.</summary>
    /// <param name="message">What failed, and why.</param>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a failure that another exception caused.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="innerException">The other exception.</param>
    public MpiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Reports a failure.</summary>
    public MpiException()
    {
    }

    /// <summary>Throws if a function did not succeed. Allocates nothing if it did.</summary>
    /// <param name="code">What the function returned; 0 is MPI_SUCCESS in every library.</param>
    /// <param name="function">Its name.</param>
    /// <exception cref="MpiException">The code is not 0.</exception>
    internal static void Check(int code, string function)
    {
        if (code != 0) throw new MpiException($"{function} failed: {TextOf(code)}.");
    }

    private static unsafe string TextOf(int code)
    {
        Span<byte> text = stackalloc byte[LongestText];
        fixed (byte* start = text)
        {
            if (MpiFunctions.ErrorString(code, start, out int length) != 0) return $"error {code}";
            return Encoding.UTF8.GetString(text[..length]).Trim().TrimEnd('.').ReplaceLineEndings(" ");
        }
    }
}
