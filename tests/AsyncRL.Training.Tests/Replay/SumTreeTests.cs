using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Replay;

public class SumTreeTests
{
    public static TheoryData<string> Cases => MethodCases.NamesOf("sum_tree");

    public static TheoryData<string> Strata => MethodCases.NamesOf("stratified");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_gives_its_totals_and_leaves(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        var tree = new SumTree(inputs.Whole("leaves"));
        Assert.Equal(expected.Whole("capacity"), tree.Capacity);
        JsonArray operations = inputs["operations"]!.AsArray(), results = expected["results"]!.AsArray();
        for (int i = 0; i < operations.Count; i++)
        {
            JsonArray operation = operations[i]!.AsArray();
            if (operation[0]!.GetValue<string>() == "find")
            {
                Assert.Equal(results[i]!.Whole("found"), tree.Find(operation[1]!.GetValue<double>()));
                continue;
            }

            tree.Set(operation[1]!.GetValue<int>(), operation[2]!.GetValue<double>());
            Assert.Equal((results[i]!.Number("total"), results[i]!.Number("minimum")), (tree.Total, tree.Minimum));
        }
    }

    [Theory]
    [MemberData(nameof(Strata))]
    public void A_position_in_each_stratum_finds_its_leaf(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] priorities = inputs.Numbers("priorities"), uniforms = inputs.Numbers("uniforms");
        var tree = new SumTree(priorities.Length);
        for (int i = 0; i < priorities.Length; i++) tree.Set(i, priorities[i]);
        for (int j = 0; j < uniforms.Length; j++)
        {
            double position = (j + uniforms[j]) / uniforms.Length * tree.Total;
            MethodCases.AssertClose(expected.Numbers("positions")[j], position);
            Assert.Equal(expected.Numbers("leaves")[j], tree.Find(position));
        }
    }

    /// <summary>Parents are computed from their children, so that nothing depends on the order of the changes.</summary>
    [Fact]
    public void After_a_million_changes_every_node_is_that_of_a_new_tree()
    {
        const int Count = 1000, Changes = 1_000_000;
        var generator = new RandomGenerator(1);
        SumTree changed = new(Count), fresh = new(Count);
        for (int i = 0; i < Changes; i++)
        {
            int index = generator.NextInteger(Count);
            if (generator.NextInteger(5) == 0) changed.Remove(index);
            else changed.Set(index, Math.Exp(20 * (generator.NextDouble() - 0.5)));
        }

        for (int i = 0; i < Count; i++) fresh.Set(i, changed[i]);
        for (int node = 1; node < 2 * changed.Capacity; node++)
            Assert.Equal(BitConverter.DoubleToInt64Bits(fresh.SumOf(node)), BitConverter.DoubleToInt64Bits(changed.SumOf(node)));
    }

    [Fact]
    public void Every_position_finds_the_index_of_a_linear_search() => PropertyCheck.ForAllSeeds("sum tree", 200, seed =>
    {
        var generator = new RandomGenerator(seed);
        int count = 1 + generator.NextInteger(40);
        var tree = new SumTree(count);
        for (int i = 0; i < count; i++) tree.Set(i, generator.NextInteger(4) == 0 ? 0 : generator.NextInteger(8));
        if (tree.Total == 0) return;
        double before = 0;
        for (int i = 0; i < count; i++)
        {
            if (tree[i] == 0) continue;
            Assert.Equal(i, tree.Find(before));
            Assert.Equal(i, tree.Find(Math.BitDecrement(before + tree[i])));
            before += tree[i];
        }

        Assert.Equal(before, tree.Total);
    });

    /// <summary>Subtractions of sums that differ much in size leave positions beyond the last leaf.</summary>
    [Fact]
    public void An_index_without_a_number_is_never_found() => PropertyCheck.ForAllSeeds("sum tree with gaps", 300, seed =>
    {
        var generator = new RandomGenerator(seed);
        var tree = new SumTree(37);
        for (int i = 0; i < tree.Count; i++)
        {
            if (generator.NextInteger(3) > 0) tree.Set(i, Math.Exp(60 * (generator.NextDouble() - 0.5)));
            else if (generator.NextInteger(2) == 0) tree.Remove(i);
        }

        if (tree.Total == 0) return;
        for (int draw = 0; draw < 50; draw++) Assert.True(tree[tree.Find(generator.NextDouble() * tree.Total)] > 0);
        Assert.True(tree[tree.Find(Math.BitDecrement(tree.Total))] > 0);
    });

    [Fact]
    public void Indices_are_found_as_often_as_their_numbers_say()
    {
        const int Draws = 100_000;
        double[] numbers = [3, 0, 1, 0.5, 0, 7, 0.25, 2];
        var tree = new SumTree(numbers.Length);
        for (int i = 0; i < numbers.Length; i++) tree.Set(i, numbers[i]);
        var generator = new RandomGenerator(5);
        var counts = new long[numbers.Length];
        for (int draw = 0; draw < Draws; draw++) counts[tree.Find(generator.NextDouble() * tree.Total)]++;
        for (int i = 0; i < numbers.Length; i++)
        {
            double expected = Draws * numbers[i] / tree.Total;
            Assert.InRange(counts[i], expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
        }
    }

    [Fact]
    public void Numbers_that_are_no_priorities_are_refused()
    {
        var tree = new SumTree(3);
        foreach (double number in new[] { -1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => tree.Set(0, number));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Set(3, 1));
        Assert.Throws<InvalidOperationException>(() => tree.Find(0));
    }
}
