using AsyncRL.Core.Randomness;

namespace AsyncRL.Core.Tests.Randomness;

/// <summary>The sequence, compared with published numbers and with a second implementation of the published algorithm.</summary>
public class ReferenceSequenceTests
{
    [Fact]
    public void The_state_1_2_3_4_gives_the_published_first_outputs()
    {
        var generator = new RandomGenerator(new GeneratorState(1, 2, 3, 4));

        ulong[] outputs = [generator.NextUInt64(), generator.NextUInt64(), generator.NextUInt64(), generator.NextUInt64()];

        Assert.Equal([11520, 0, 1509978240, 1215971899390074240], outputs);
    }

    [Fact]
    public void A_seed_becomes_the_first_four_outputs_of_SplitMix64()
    {
        GeneratorState state = new RandomGenerator(1234567).State;

        Assert.Equal(new GeneratorState(6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431), state);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ulong.MaxValue)]
    [InlineData(0x0123456789ABCDEF)]
    public void Outputs_are_those_of_xoshiro256_starstar(ulong seed)
    {
        var generator = new RandomGenerator(seed);
        GeneratorState state = generator.State;
        ulong[] words = [state.Word0, state.Word1, state.Word2, state.Word3];

        for (int i = 0; i < 10_000; i++) Assert.Equal(Xoshiro(words), generator.NextUInt64());
        Assert.Equal(new GeneratorState(words[0], words[1], words[2], words[3]), generator.State);
    }

    /// <summary>Blackman and Vigna (2021), figure "xoshiro256", with the ** scrambler.</summary>
    private static ulong Xoshiro(ulong[] s)
    {
        ulong fifth = s[1] * 5;
        ulong result = ((fifth << 7) | (fifth >> 57)) * 9;
        ulong t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = (s[3] << 45) | (s[3] >> 19);
        return result;
    }
}
