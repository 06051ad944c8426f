using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Networks;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

/// <summary>The running average of θ.</summary>
public class AverageParametersTests
{
    private static readonly NetworkStructure Structure = Structures.Perceptron(3, 20, 2);

    public static TheoryData<string> Cases => MethodCases.NamesOf("moving_average");

    /// <summary>The tolerance is that of the case for floats.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void The_average_of_the_case_is_reached(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        SharedParameters shared = Structures.Share(Structure, Filled((float)inputs.Number("start")));
        AverageParameters average = shared.Average("a");
        (double[] weights, double[] values) = (inputs.Numbers("weights"), expected.Numbers("values"));
        for (int i = 0; i < weights.Length; i++)
        {
            Filled((float)weights[i]).CopyTo(shared.Theta);
            average.Move((float)inputs.Number("decay"));
            Assert.All(Copy(average), number => Assert.Equal(values[i], number, 2e-5));
        }
    }

    [Theory]
    [MemberData(nameof(SharingModes.All), MemberType = typeof(SharingModes))]
    public void The_sharing_modes_agree_and_the_ends_of_the_range_are_exact(string sharing, VectorWidth width)
    {
        var shared = new SharedParameters(Structure.Layout, SharingModes.Create(sharing, width));
        var generator = new RandomGenerator(1);
        float[] first = Numbers.Normal(generator, shared.Length), second = Numbers.Normal(generator, shared.Length);
        shared.Restore(first, 0, 0);
        AverageParameters average = shared.Average("a");
        second.CopyTo(shared.Theta);
        average.Move(1);
        Bits.AssertSame(first, Copy(average), "an average that keeps everything");
        average.Move(0.9f);
        float[] expected = new float[first.Length];
        for (int i = 0; i < expected.Length; i++) expected[i] = (0.9f * first[i]) + ((1 - 0.9f) * second[i]);
        Bits.AssertSame(expected, Copy(average), "the average");
        average.Move(0);
        Bits.AssertSame(second, Copy(average), "an average that keeps nothing");
    }

    [Fact]
    public void A_checkpoint_has_the_average_and_a_new_run_begins_with_theta()
    {
        SharedParameters shared = Structures.Share(Structure, Filled(1));
        Assert.Same(shared.Average("a"), shared.Average("a"));
        Filled(3).CopyTo(shared.Theta);
        shared.Average("a").Move(0.5f);
        var bytes = new MemoryStream();
        Section section = Assert.Single(shared.Sections, section => section.Name == "average parameters a");
        section.Save(new BinaryWriter(bytes));
        shared.Restore(Filled(7), 0, 0);
        Assert.All(Copy(shared.Average("a")), number => Assert.Equal(7, number));
        bytes.Position = 0;
        section.Restore(new BinaryReader(bytes));
        Assert.All(Copy(shared.Average("a")), number => Assert.Equal(2, number));
    }

    /// <summary>Without lost moves n moves of all threads leave αⁿ of the distance to θ.</summary>
    [Fact]
    public void Compare_and_exchange_loses_no_move()
    {
        const int Moves = 200;
        SharedParameters shared = Structures.Share(Structure, Filled(1), "interlocked");
        AverageParameters average = shared.Average("a");
        Filled(0).CopyTo(shared.Theta);
        Infrastructure.Threads.Run(Move, Move, Move);
        Assert.All(Copy(average), number => Assert.Equal(Math.Pow(0.99, 3 * Moves), number, 1e-4));

        void Move()
        {
            for (int i = 0; i < Moves; i++) average.Move(0.99f);
        }
    }

    private static float[] Copy(AverageParameters average)
    {
        var copy = new float[Structure.Layout.BlockLength];
        average.Snapshot(copy);
        return copy;
    }

    private static float[] Filled(float number)
    {
        var block = new float[Structure.Layout.BlockLength];
        Array.Fill(block, number);
        return block;
    }
}
