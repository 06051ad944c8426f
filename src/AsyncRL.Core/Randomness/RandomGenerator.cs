using System.Numerics;
using System.Text;

namespace AsyncRL.Core.Randomness;

/// <summary>
/// A pseudo-random generator that can be seeded, split into independent streams, saved and restored. The algorithm is xoshiro256**
/// (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
/// <remarks>
/// Integers, <see cref="NextSingle"/> and <see cref="NextDouble"/> are computed only with integer operations and exact scalings, so one
/// seed gives one sequence on every system. A generator is not safe for use by several threads. Give each thread its own stream with
/// <see cref="Split(ulong)"/>.
/// </remarks>
public sealed class RandomGenerator
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _word0;
    private ulong _word1;
    private ulong _word2;
    private ulong _word3;

    /// <summary>Creates a generator whose sequence is fixed by the seed.</summary>
    /// <param name="seed">Any number; neighboring seeds give unrelated sequences.</param>
    public RandomGenerator(ulong seed) => Seed(seed);

    /// <summary>Creates a generator that continues a saved sequence.</summary>
    /// <param name="state">A state that was read from <see cref="State"/>.</param>
    /// <exception cref="ArgumentException">All four words are 0. The generator never reaches or leaves this state.</exception>
    public RandomGenerator(GeneratorState state) => State = state;

    /// <summary>The full state. Setting it continues the sequence from the point at which the state was read.</summary>
    /// <exception cref="ArgumentException">All four words are 0.</exception>
    public GeneratorState State
    {
        get => new(_word0, _word1, _word2, _word3);
        set
        {
            if (value == default) throw new ArgumentException("The state of a generator must not be four zeros.", nameof(value));
            (_word0, _word1, _word2, _word3) = (value.Word0, value.Word1, value.Word2, value.Word3);
        }
    }

    /// <summary>Makes a generator for a separate stream. It depends only on this generator's state and the stream's number.</summary>
    /// <param name="stream">The number of the stream, for example of a thread.</param>
    /// <returns>A generator whose sequence is unrelated to this generator and to other streams. This generator does not advance.</returns>
    public RandomGenerator Split(ulong stream)
    {
        ulong hash = Mix(stream + GoldenGamma);
        hash = Mix(hash ^ _word0);
        hash = Mix(hash ^ _word1);
        hash = Mix(hash ^ _word2);
        hash = Mix(hash ^ _word3);
        return new RandomGenerator(hash);
    }

    /// <summary>Makes a generator for a separate stream that has a name. Names cannot collide by accident, as numbers can.</summary>
    /// <param name="name">The name of the stream, for example "evaluation". Its 64-bit FNV-1a hash is the stream's number.</param>
    /// <returns>A generator whose sequence is unrelated to this generator and to other streams. This generator does not advance.</returns>
    public RandomGenerator Split(string name) => Split(StreamOf(name));

    /// <summary>Draws 64 random bits.</summary>
    /// <returns>A number uniform over all of <see cref="ulong"/>.</returns>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_word1 * 5, 7) * 9;
        ulong shifted = _word1 << 17;
        _word2 ^= _word0;
        _word3 ^= _word1;
        _word1 ^= _word2;
        _word0 ^= _word3;
        _word2 ^= shifted;
        _word3 = BitOperations.RotateLeft(_word3, 45);
        return result;
    }

    /// <summary>Draws an integer from 0 to <paramref name="bound"/> − 1, all equally likely (Lemire's method; no modulo bias).</summary>
    /// <param name="bound">One more than the largest result; at least 1.</param>
    /// <returns>The integer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int NextInteger(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        uint range = (uint)bound;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = unchecked(0 - range) % range;
            while ((uint)product < threshold) product = (NextUInt64() >> 32) * range;
        }

        return (int)(product >> 32);
    }

    /// <summary>Draws a number from [0, 1) with 24 random bits.</summary>
    /// <returns>A multiple of 2⁻²⁴.</returns>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1u << 24));

    /// <summary>Draws a number from [0, 1) with 53 random bits.</summary>
    /// <returns>A multiple of 2⁻⁵³.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1ul << 53));

    /// <summary>Draws from the standard normal distribution (Marsaglia's polar method). The second value of a pair is dropped, so that the
    /// four words are the full state. It uses the system's logarithm, whose last bit may differ between systems.</summary>
    /// <returns>A sample of N(0, 1).</returns>
    public double NextNormal()
    {
        while (true)
        {
            double x = 2 * NextDouble() - 1;
            double y = 2 * NextDouble() - 1;
            double square = x * x + y * y;
            if (square is > 0 and < 1) return x * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    /// <summary>
    /// The number of a stream that has a name: the FNV-1a hash of the name's bytes in UTF-8 (Fowler, Noll and Vo, RFC 9923). It is the same
    /// on every system and in every version of .NET, which <see cref="string.GetHashCode()"/> is not.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <returns>The number.</returns>
    internal static ulong StreamOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        const ulong offset = 0xCBF29CE484222325, prime = 0x100000001B3;
        ulong hash = offset;
        foreach (byte letter in Encoding.UTF8.GetBytes(name)) hash = unchecked((hash ^ letter) * prime);
        return hash;
    }

    private void Seed(ulong seed)
    {
        _word0 = Mix(seed += GoldenGamma);
        _word1 = Mix(seed += GoldenGamma);
        _word2 = Mix(seed += GoldenGamma);
        _word3 = Mix(seed + GoldenGamma);
    }

    /// <summary>The finalizer of SplitMix64, a bijection of 64 bits. Every input bit changes about half of the output bits.</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>The full state of a <see cref="RandomGenerator"/>: four 64-bit words that are not all zero.</summary>
/// <param name="Word0">First word.</param>
/// <param name="Word1">Second word.</param>
/// <param name="Word2">Third word.</param>
/// <param name="Word3">Fourth word.</param>
public readonly record struct GeneratorState(ulong Word0, ulong Word1, ulong Word2, ulong Word3);
