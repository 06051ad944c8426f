using AsyncRL.Core.Randomness;

namespace AsyncRL.Core.Tests.Randomness;

/// <summary>Streams that are split by name.</summary>
public class NamedStreamTests
{
    /// <summary>The test vectors of RFC 9923 for 64 bits.</summary>
    [Theory]
    [InlineData("", 0xCBF29CE484222325)]
    [InlineData("a", 0xAF63DC4C8601EC8C)]
    [InlineData("foobar", 0x85944171F73967E8)]
    public void The_number_of_a_name_is_its_fnv_1a_hash(string name, ulong expected) =>
        Assert.Equal(expected, RandomGenerator.StreamOf(name));

    [Fact]
    public void A_name_gives_the_same_stream_again_and_splitting_does_not_advance()
    {
        var root = new RandomGenerator(1);
        GeneratorState before = root.State;
        Assert.Equal(root.Split("evaluation").State, root.Split("evaluation").State);
        Assert.Equal(before, root.State);
        Assert.NotEqual(root.Split("evaluation").State, root.Split("Evaluation").State);
        Assert.NotEqual(root.Split("evaluation").State, new RandomGenerator(2).Split("evaluation").State);
    }

    [Fact]
    public void A_stream_without_a_name_is_refused() => Assert.Throws<ArgumentNullException>(() => new RandomGenerator(1).Split(null!));
}
