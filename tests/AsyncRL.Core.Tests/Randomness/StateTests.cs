using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Core.Tests.Randomness;

/// <summary>Seeds, saved states and split streams.</summary>
public class StateTests
{
    [Fact]
    public void One_seed_gives_one_sequence() => Assert.Equal(Take(new RandomGenerator(7), 100), Take(new RandomGenerator(7), 100));

    [Fact]
    public void Neighboring_seeds_share_no_output()
    {
        var seen = new HashSet<ulong>();
        for (ulong seed = 0; seed < 100; seed++)
        {
            foreach (ulong output in Take(new RandomGenerator(seed), 100)) Assert.True(seen.Add(output));
        }
    }

    [Fact]
    public void A_written_state_is_read_back_and_continues_the_sequence()
    {
        var generator = new RandomGenerator(7);
        Take(generator, 1000);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        new StateTransfer(writer).Generator(generator);
        Assert.Equal(32, stream.Length);

        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var restored = new RandomGenerator(1);
        new StateTransfer(reader).Generator(restored);

        Assert.Equal(Take(generator, 1000), Take(restored, 1000));
    }

    [Fact]
    public void A_written_state_is_little_endian_first_word_first()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        new StateTransfer(writer).Generator(new RandomGenerator(new GeneratorState(0x0807060504030201, 9, 10, 11)));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 0], stream.ToArray()[..10]);
        Assert.Equal(11, stream.ToArray()[24]);
    }

    [Fact]
    public void Four_zeros_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RandomGenerator(default(GeneratorState)));
        var generator = new RandomGenerator(1);
        Assert.Throws<ArgumentException>(() => generator.State = default);
    }

    [Fact]
    public void Splitting_does_not_advance()
    {
        var generator = new RandomGenerator(7);
        GeneratorState before = generator.State;

        generator.Split(0);
        generator.Split(1);

        Assert.Equal(before, generator.State);
    }

    [Fact]
    public void A_split_is_fixed_by_the_state_and_the_number()
    {
        var generator = new RandomGenerator(7);
        ulong[] first = Take(generator.Split(3), 100);
        Assert.Equal(first, Take(new RandomGenerator(7).Split(3), 100));

        generator.NextUInt64();
        Assert.NotEqual(first, Take(generator.Split(3), 100));
    }

    [Fact]
    public void A_split_depends_on_every_word_of_the_state()
    {
        GeneratorState state = new(1, 2, 3, 4);
        GeneratorState split = new RandomGenerator(state).Split(0).State;

        GeneratorState[] neighbors =
            [state with { Word0 = 0 }, state with { Word1 = 0 }, state with { Word2 = 0 }, state with { Word3 = 0 }];

        Assert.All(neighbors, neighbor => Assert.NotEqual(split, new RandomGenerator(neighbor).Split(0).State));
    }

    [Fact]
    public void Split_streams_share_no_output_with_each_other_or_their_parent()
    {
        var generator = new RandomGenerator(7);
        var seen = new HashSet<ulong>(Take(new RandomGenerator(7), 1000));
        for (ulong stream = 0; stream < 100; stream++)
        {
            foreach (ulong output in Take(generator.Split(stream), 100)) Assert.True(seen.Add(output));
        }
    }

    [Fact]
    public void Neighboring_streams_are_uncorrelated()
    {
        const int Samples = 100_000;
        var parent = new RandomGenerator(7);
        RandomGenerator[] streams = [parent, parent.Split(0), parent.Split(1), parent.Split(2)];
        double[] products = new double[streams.Length - 1];
        for (int i = 0; i < Samples; i++)
        {
            double previous = streams[0].NextDouble() - 0.5;
            for (int pair = 0; pair < products.Length; pair++)
            {
                double next = streams[pair + 1].NextDouble() - 0.5;
                products[pair] += 12 * previous * next / Math.Sqrt(Samples);
                previous = next;
            }
        }

        Assert.All(products, deviations => Assert.InRange(deviations, -4, 4));
    }

    private static ulong[] Take(RandomGenerator generator, int count)
    {
        ulong[] outputs = new ulong[count];
        for (int i = 0; i < count; i++) outputs[i] = generator.NextUInt64();
        return outputs;
    }
}
