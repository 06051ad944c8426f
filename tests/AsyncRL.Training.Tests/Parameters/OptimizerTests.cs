using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

public class OptimizerTests
{
    public static TheoryData<string> Names => [.. Optimizer.Names];

    /// <summary>A layout with the largest possible padding: 15 of 16 numbers in most slices.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Padding_of_theta_and_of_all_statistics_stays_zero(string name)
    {
        NetworkStructure structure = Structures.Perceptron(1, 1, 1);
        var shared = Structures.Share(structure, new float[structure.Layout.BlockLength]);
        OptimizerStatistics statistics = TestUpdates.Statistics(new OptimizerOptions { Optimizer = name, Epsilon = 1e-20 }, shared);
        var generator = new RandomGenerator(1);
        for (int update = 0; update < 50; update++)
        {
            var gradient = new float[shared.Length];
            foreach (ParameterSlice slice in structure.Layout.Slices)
                Numbers.Normal(generator, slice.Length).CopyTo(slice.Of(gradient.AsSpan()));
            shared.Update(TestUpdates.Gradient(structure, gradient), statistics, 0.1);
        }

        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        AssertPadding(structure.Layout, theta, "theta");
        for (int i = 0; i < statistics.Optimizer.Statistics; i++)
            AssertPadding(structure.Layout, statistics.Block(i), $"statistic {i}");
        Assert.Contains(theta, parameter => parameter != 0);
    }

    [Theory]
    [InlineData("shared-rmsprop", 1, true)]
    [InlineData("rmsprop", 1, false)]
    [InlineData("momentum-sgd", 1, false)]
    [InlineData("shared-adam", 2, true)]
    [InlineData("adam", 2, false)]
    [InlineData("centered-rmsprop", 2, true)]
    [InlineData("rprop", 2, true)]
    public void An_optimizer_says_how_many_statistics_it_has_and_whether_threads_share_them(string name, int blocks, bool isShared)
    {
        var optimizer = Optimizer.Create(new OptimizerOptions { Optimizer = name });
        Assert.Equal((blocks, isShared), (optimizer.Statistics, optimizer.IsShared));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_saved_goes_on_bit_for_bit(string name)
    {
        var bench = new OptimizerBench(new OptimizerOptions { Optimizer = name }, clients: 3);
        bench.RunTrajectory(seed: 1, (_, _, _) => { });
        OptimizerBench resumed = bench.Resume();
        bench.RunTrajectory(seed: 2, (_, _, _) => { });
        resumed.RunTrajectory(seed: 2, (_, _, _) => { });
        Bits.AssertSame(bench.Theta, resumed.Theta, "theta");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_update_is_counted_once(string name)
    {
        var bench = new OptimizerBench(new OptimizerOptions { Optimizer = name }, clients: 1);
        bench.Update(1, 0.1);
        bench.Update(1, 0.1);
        Assert.Equal(2, bench.Shared.Updates);
    }

    [Fact]
    public void An_unknown_name_makes_no_optimizer()
    {
        var options = new OptimizerOptions { Optimizer = "none" };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Optimizer.Create(options));
        Assert.Contains("\"none\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_the_papers_and_the_authors()
    {
        var options = new OptimizerOptions();
        Assert.Equal(
            ("shared-rmsprop", 0.99, 0.1, 40.0, "linear"),
            (options.Optimizer, options.Decay, options.Epsilon, options.ClipNorm, options.LearningRateSchedule));
        Assert.Equal((0.9, 0.999, 1e-8), (options.AdamMeanDecay, options.AdamSquareDecay, options.AdamEpsilon));
    }

    private static void AssertPadding(ParameterLayout layout, ReadOnlySpan<float> block, string what)
    {
        var isParameter = new bool[block.Length];
        foreach (ParameterSlice slice in layout.Slices) isParameter.AsSpan(slice.Offset, slice.Length).Fill(true);
        for (int i = 0; i < block.Length; i++)
            Assert.True(isParameter[i] || BitConverter.SingleToInt32Bits(block[i]) == 0, $"Padding {i} of {what} is {block[i]}.");
    }
}
