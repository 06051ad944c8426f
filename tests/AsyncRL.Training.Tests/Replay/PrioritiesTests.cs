using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Replay;

public class PrioritiesTests
{
    public static TheoryData<string> Proportional => MethodCases.NamesOf("per_proportional");

    public static TheoryData<string> Ranks => MethodCases.NamesOf("per_rank");

    public static TheoryData<string> Schedules => MethodCases.NamesOf("beta_schedule");

    public static TheoryData<string> Kinds => ["uniform", "proportional", "rank"];

    [Theory]
    [MemberData(nameof(Proportional))]
    public void Proportional_probabilities_and_weights_are_those_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] errors = inputs.Numbers("errors");
        var priorities = new ProportionalPriorities(
            errors.Length, inputs.Number("alpha"), inputs.Number("epsilon"), inputs.Number("mix"));
        double[] probabilities = Fill(priorities, errors);
        MethodCases.AssertClose(expected.Numbers("mixedProbabilities"), probabilities);
        double[] drawn = [.. inputs.Numbers("sampled").Select(index => probabilities[(int)index])];
        AssertWeights(expected.Numbers("weightsBatchMax"), drawn, 0);
        AssertWeights(expected.Numbers("weightsMemoryMax"), drawn, priorities.SmallestProbability);

        void AssertWeights(double[] wanted, double[] of, double smallest)
        {
            var weights = new float[wanted.Length];
            ImportanceWeights.Compute([.. of], errors.Length, inputs.Number("beta"), smallest, weights);
            for (int i = 0; i < wanted.Length; i++) Assert.Equal(wanted[i], weights[i], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void Probabilities_by_rank_and_their_segments_are_those_of_the_case(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] errors = inputs.Numbers("errors");
        var priorities = new RankPriorities(errors.Length, inputs.Number("alpha"));
        double[] probabilities = Fill(priorities, errors);
        MethodCases.AssertClose(expected.Numbers("probabilities"), probabilities);
        for (int i = 0; i < errors.Length; i++) Assert.Equal(expected.Numbers("ranks")[i], priorities.RankOf(i));
        var weights = new float[errors.Length];
        ImportanceWeights.Compute(
            probabilities.ToArray(), errors.Length, inputs.Number("beta"), priorities.SmallestProbability, weights);
        for (int i = 0; i < errors.Length; i++) Assert.Equal(expected.Numbers("weightsMemoryMax")[i], weights[i], 1e-6);

        // The last draw of each equal share has the rank at which the segment ends.
        int segments = inputs.Whole("segments");
        for (int j = 1; j <= segments; j++)
        {
            int slot = priorities.Draw(Math.BitDecrement((double)j / segments), out _);
            Assert.Equal(expected.Numbers("segmentLastRanks")[j - 1], priorities.RankOf(slot));
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void The_exponent_of_the_weights_rises_to_one(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] times = inputs.Numbers("times");
        for (int i = 0; i < times.Length; i++)
        {
            double exponent = ImportanceWeights.ExponentAt(inputs.Number("beta0"), (long)times[i], inputs.Whole("total"));
            MethodCases.AssertClose(expected.Numbers("values")[i], exponent);
        }
    }

    [Theory]
    [InlineData("proportional")]
    [InlineData("rank")]
    public void With_exponent_zero_all_have_the_same_probability_and_weight(string kind)
    {
        IPriorities priorities = Make(kind, 9, 0);
        double[] probabilities = Fill(priorities, [1, 5, 0.1, 3, 0, 7, 2, 2, 4]);
        foreach (double probability in probabilities) Assert.Equal(1.0 / 9, probability, 1e-12);
        var weights = new float[9];
        ImportanceWeights.Compute([0.1, 0.2, 0.05, 0.3, 0.1, 0.05, 0.1, 0.05, 0.05], 9, 0, 0, weights);
        Assert.All(weights, weight => Assert.Equal(1, weight));
    }

    /// <summary>Random additions, changes and removals, against a plain list.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_transitions_are_those_of_a_list(string kind) => PropertyCheck.ForAllSeeds($"{kind} priorities", 60, seed =>
    {
        const int Slots = 23;
        var generator = new RandomGenerator(seed);
        IPriorities priorities = Make(kind, Slots, 0.7);
        var expected = new Dictionary<int, double>();
        double largest = 1;
        for (int change = 0; change < 300; change++)
        {
            int slot = generator.NextInteger(Slots);
            if (expected.TryAdd(slot, largest))
            {
                priorities.Add(slot);
            }
            else if (generator.NextInteger(3) == 0)
            {
                priorities.Remove(slot);
                expected.Remove(slot);
            }
            else
            {
                double error = 10 * (generator.NextDouble() - 0.5);
                priorities.Set(slot, error);
                expected[slot] = Math.Pow(Math.Abs(error) + 0.01, 0.7);
                largest = Math.Max(largest, expected[slot]);
            }

            Assert.Equal(expected.Count, priorities.Count);
            if (change % 20 != 0 || expected.Count == 0) continue;
            IPriorities copy = Make(kind, Slots, 0.7);
            var bytes = new MemoryStream();
            priorities.Transfer(new StateTransfer(new BinaryWriter(bytes)));
            bytes.Position = 0;
            copy.Transfer(new StateTransfer(new BinaryReader(bytes)));
            Assert.Equal(bytes.Length, bytes.Position);
            AssertProbabilities(kind, expected, priorities);
            AssertProbabilities(kind, expected, copy);
        }
    });

    [Fact]
    public void A_heap_is_in_order_after_as_many_changes_as_it_has_transitions()
    {
        var generator = new RandomGenerator(3);
        var priorities = new RankPriorities(500, 0.7);
        for (int slot = 0; slot < 500; slot++) priorities.Add(slot);
        var errors = new double[500];
        for (int slot = 0; slot < 500; slot++) priorities.Set(slot, errors[slot] = generator.NextNormal());
        int[] order = [.. Enumerable.Range(0, 500).OrderByDescending(slot => Math.Abs(errors[slot]))];
        for (int rank = 1; rank <= 500; rank++) Assert.Equal(rank, priorities.RankOf(order[rank - 1]));
    }

    [Fact]
    public void The_error_of_a_slot_without_transition_changes_nothing()
    {
        foreach (string kind in new[] { "uniform", "proportional", "rank" })
        {
            IPriorities priorities = Make(kind, 4, 0.6);
            priorities.Add(1);
            priorities.Set(2, 1000);
            Assert.Equal(1, priorities.Draw(0.999, out double probability));
            Assert.Equal((1, 1.0), (priorities.Count, probability));
        }
    }

    /// <summary>In a proportional memory without offset an error of 0 is drawn by the uniform share only.</summary>
    [Fact]
    public void Without_any_priority_above_zero_all_are_drawn()
    {
        var priorities = new ProportionalPriorities(4, 1, 0);
        for (int slot = 0; slot < 4; slot++)
        {
            priorities.Add(slot);
            priorities.Set(slot, 0);
        }

        var seen = new HashSet<int>();
        for (int i = 0; i < 8; i++)
        {
            seen.Add(priorities.Draw(i / 8.0, out double probability));
            Assert.Equal(0.25, probability);
        }

        Assert.Equal(4, seen.Count);
    }

    private static IPriorities Make(string kind, int slots, double exponent) => kind switch
    {
        "uniform" => new UniformPriorities(slots),
        "proportional" => new ProportionalPriorities(slots, exponent, 0.01),
        _ => new RankPriorities(slots, exponent),
    };

    private static void AssertProbabilities(string kind, Dictionary<int, double> expected, IPriorities priorities)
    {
        Dictionary<int, double> probabilities = Probabilities(priorities);
        double sum = expected.Values.Sum();
        foreach ((int slot, double number) in expected)
        {
            // A transition with a very small probability may lie between two of the positions.
            if (!probabilities.TryGetValue(slot, out double probability)) Assert.True(number / sum < 0.001);
            else if (kind == "uniform") Assert.Equal(1.0 / expected.Count, probability, 1e-12);
            else if (kind == "proportional") Assert.Equal(number / sum, probability, 1e-12);
        }

        double[] byRank = [.. Enumerable.Range(1, expected.Count).Select(rank => Math.Pow(rank, -0.7))];
        if (kind == "rank")
            MethodCases.AssertClose([.. byRank.Select(share => share / byRank.Sum())], [.. probabilities.Values.OrderDescending()]);
    }

    /// <summary>Draws at so many positions that every transition with a priority above 0 is found.</summary>
    private static Dictionary<int, double> Probabilities(IPriorities priorities)
    {
        const int Draws = 20_000;
        var probabilities = new Dictionary<int, double>();
        for (int i = 0; i < Draws; i++)
        {
            int slot = priorities.Draw((i + 0.5) / Draws, out double probability);
            probabilities[slot] = probability;
        }

        return probabilities;
    }

    private static double[] Fill(IPriorities priorities, double[] errors)
    {
        for (int slot = 0; slot < errors.Length; slot++) priorities.Add(slot);
        for (int slot = 0; slot < errors.Length; slot++) priorities.Set(slot, errors[slot]);
        Dictionary<int, double> found = Probabilities(priorities);
        return [.. Enumerable.Range(0, errors.Length).Select(slot => found.GetValueOrDefault(slot))];
    }
}
