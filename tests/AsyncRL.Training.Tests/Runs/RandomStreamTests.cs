using System.Numerics;
using System.Reflection;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>
/// The named streams of a run, found by reflection, are distinct and unrelated to each other and to those of the actor-learners.
/// </summary>
public class RandomStreamTests
{
    private const int ActorLearners = 64;
    private const int Draws = 2000;

    private static List<string> Names
    {
        get
        {
            var names = new List<string>();
            foreach (FieldInfo name in typeof(RandomStreams).GetFields()) names.Add((string)name.GetRawConstantValue()!);
            return names;
        }
    }

    [Fact]
    public void All_names_are_distinct()
    {
        Assert.True(Names.Count >= 5, $"Found {Names.Count} names.");
        Assert.Equal(Names.Count, new HashSet<string>(Names, StringComparer.OrdinalIgnoreCase).Count);
    }

    /// <summary>
    /// Half of the bits of unrelated streams agree: 64,000 of 64 · 2000 bits, with a standard deviation of 179. The bound is 6 deviations.
    /// </summary>
    [Fact]
    public void All_streams_are_unrelated()
    {
        var root = new RandomGenerator(1);
        var streams = new List<(string Name, ulong[] Numbers)>();
        foreach (string name in Names) streams.Add((name, Draw(root.Split(name))));
        for (int i = 0; i <= ActorLearners; i++) streams.Add(($"stream {i}", Draw(root.Split((ulong)i))));
        for (int i = 0; i < Names.Count; i++)
        {
            for (int k = i + 1; k < streams.Count; k++)
            {
                int equal = 0;
                for (int draw = 0; draw < Draws; draw++)
                    equal += BitOperations.PopCount(~(streams[i].Numbers[draw] ^ streams[k].Numbers[draw]));
                Assert.True(
                    Math.Abs(equal - (32 * Draws)) < 6 * 179, $"{equal} bits of {streams[i].Name} and {streams[k].Name} are equal.");
            }
        }
    }

    private static ulong[] Draw(RandomGenerator generator)
    {
        var numbers = new ulong[Draws];
        foreach (ref ulong number in numbers.AsSpan()) number = generator.NextUInt64();
        return numbers;
    }
}
