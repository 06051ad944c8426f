using AsyncRL.Algorithms.Parameters;
using AsyncRL.Numerics.Vectors;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Parameters;

public class LostAdditionTests
{
    private const int ThreadCount = 4;
    private const int Rounds = 1000;

    [Fact]
    public void Additions_of_integers_from_several_threads_sum_exactly_under_interlocked()
    {
        SharedParameters shared = MakeShared("interlocked");
        RunAdders(shared);
        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        Assert.All(theta, sum => Assert.Equal(ThreadCount * Rounds, sum));
    }

    /// <summary>
    /// Only whole additions may be lost: a sum is a whole number between one thread's additions and those of all threads.
    /// </summary>
    [Theory]
    [InlineData("hogwild")]
    [InlineData("volatile")]
    public void Additions_that_are_lost_elsewhere_are_lost_whole(string sharing)
    {
        SharedParameters shared = MakeShared(sharing);
        RunAdders(shared);
        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        Assert.All(theta, sum => Assert.True(sum is > 0 and <= ThreadCount * Rounds && sum == MathF.Floor(sum), $"The sum is {sum}."));
    }

    [Theory]
    [InlineData("hogwild")]
    [InlineData("volatile")]
    [InlineData("interlocked")]
    public void Updates_and_agent_steps_of_several_threads_are_counted_exactly(string sharing)
    {
        SharedParameters shared = MakeShared(sharing);
        RunAdders(shared);
        Assert.Equal(ThreadCount * Rounds, shared.Updates);
        Assert.Equal(3 * ThreadCount * Rounds, shared.AgentSteps);
    }

    /// <summary>A deterministic race: another thread adds 100 after the sharing mode read the number and before it writes it.</summary>
    [Theory]
    [InlineData("interlocked", 101)]
    [InlineData("volatile", 1)]
    [InlineData("hogwild", 1)]
    public void An_addition_between_read_and_write_survives_only_under_interlocked(string sharing, float expected)
    {
        var statistic = new float[16];
        var interruption = new Interruption(() => statistic[0] += 100);
        var gradient = new float[16];
        gradient[0] = 1;
        SharingModes.Create(sharing, VectorWidth.Scalar).Apply(new InterruptedSum(interruption), new float[16], statistic, gradient);
        Assert.Equal(expected, statistic[0]);
    }

    [Fact]
    public void The_step_uses_the_statistic_that_ones_own_exchange_installed()
    {
        var (parameters, statistic, gradient) = (new float[16], new float[16], new float[16]);
        var interruption = new Interruption(() => statistic[0] += 100);
        gradient[0] = 1;
        SharingModes.Create("interlocked", VectorWidth.Scalar).Apply(new InterruptedSum(interruption), parameters, statistic, gradient);
        Assert.Equal(-101, parameters[0]);
    }

    /// <summary>
    /// Every exchange adds 1, and every step is the installed value. Over all threads these are 1, 2, 3 … n, each once, so that θ is minus
    /// their sum. A step that read the statistic again would sometimes use another thread's value, which is larger.
    /// </summary>
    [Fact]
    public void The_steps_of_several_threads_are_the_statistics_that_they_installed_each_once()
    {
        // One race in two would detect a step that reads the statistic again.
        for (int race = 0; race < 20; race++) RaceForSteps();
    }

    private static void RaceForSteps()
    {
        const int Additions = ThreadCount * Rounds;
        SharedParameters shared = MakeShared("interlocked");
        var adders = new Action[ThreadCount];
        var statistic = new float[shared.Length];
        Array.Fill(adders, () =>
        {
            var gradient = new float[shared.Length];
            for (int round = 0; round < Rounds; round++) shared.Apply(default(Counting), gradient, statistic);
        });
        Threads.Run(adders);
        var theta = new float[shared.Length];
        shared.Snapshot(theta);
        Assert.All(theta, sum => Assert.Equal(-Additions * (Additions + 1) / 2, sum));
    }

    private static SharedParameters MakeShared(string sharing) =>
        new(Structures.Perceptron(3, 16, 2).Layout, SharingMode.Create(sharing, VectorChoice.Widest)!);

    /// <summary>
    /// Each thread adds 1 to every number in every round: with η = 1 and α = 0, momentum subtracts the gradient, which is −1.
    /// </summary>
    private static void RunAdders(SharedParameters shared)
    {
        var gradient = new float[shared.Length];
        Array.Fill(gradient, -1);
        var rule = new MomentumRule(learningRate: 1, decay: 0);
        var statistic = new float[shared.Length];
        var adders = new Action[ThreadCount];
        Array.Fill(adders, () =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                shared.Apply(rule, gradient, statistic);
                shared.AddAgentSteps(3);
            }
        });
        Threads.Run(adders);
    }

    /// <summary>m ← m + 1, θ ← θ − m. Floats add whole numbers up to 2²⁴ exactly.</summary>
    private readonly struct Counting : IUpdateRule
    {
        public static int Statistics => 1;

        public static bool KeepsThetaWithoutGradient => false;

        public TVector NextFirst<TVector>(TVector statistic, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => statistic + TVector.Broadcast(1);

        public TVector NextSecond<TVector>(TVector second, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => second;

        public TVector Step<TVector>(TVector gradient, TVector nextStatistic, TVector nextSecond)
            where TVector : unmanaged, IVector<TVector, float> => nextStatistic;
    }

    /// <summary>m ← m + Δ, θ ← θ − m, with an interruption before the first sum.</summary>
    private readonly struct InterruptedSum(Interruption interruption) : IUpdateRule
    {
        public static int Statistics => 1;

        public static bool KeepsThetaWithoutGradient => false;

        public TVector NextFirst<TVector>(TVector statistic, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float>
        {
            interruption.Happen();
            return statistic + gradient;
        }

        public TVector NextSecond<TVector>(TVector second, TVector gradient)
            where TVector : unmanaged, IVector<TVector, float> => second;

        public TVector Step<TVector>(TVector gradient, TVector nextStatistic, TVector nextSecond)
            where TVector : unmanaged, IVector<TVector, float> => nextStatistic;
    }
}
