using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Cli.Tests;

/// <summary>The options of an optimizer that is not of this project, in advice and in the list.</summary>
public sealed class OwnOptimizerTests
{
    [Theory]
    [InlineData("train catch --set step-scale=2", "option \"step-scale\" belongs to scaled-sgd, and catch with a3c lacks it")]
    [InlineData("train catch --step-scale 2", "no option of that name for --set (it belongs to scaled-sgd)")]
    [InlineData("train catch --step-scale 2 --set optimizer=scaled-sgd", "expected --set step-scale=VALUE.")]
    [InlineData("train --step-scale 2", "expected --set step-scale=VALUE.")]
    public void Advice_names_the_owner_of_an_option(string line, string part) => CommandLine.Run(line.Split(' ')).AssertRefused(part);

    [Fact]
    public void The_list_shows_them() => CommandLine.Run("list", "scaled-sgd").AssertPrinted("step-scale", "factor of the step");

    private sealed class ScaledSgd : Optimizer<ScaledSgdOptions>
    {
        public override string Name => "scaled-sgd";

        public override string Summary => "stochastic gradient descent with a scale, for these tests";

        public override int Statistics => 0;

        public override bool IsShared => true;

        public override bool KeepsThetaWithoutGradient => true;

        public override int FlopsPerNumber => 2;

        public override void Apply(in ParameterUpdate update) => update.Apply(new Rule((float)(Options.Scale * update.LearningRate)));

        private readonly struct Rule(float learningRate) : IUpdateRule
        {
            public static int Statistics => 0;

            public static bool KeepsThetaWithoutGradient => true;

            public T NextFirst<T>(T first, T gradient)
                where T : unmanaged, IVector<T, float> => first;

            public T NextSecond<T>(T second, T gradient)
                where T : unmanaged, IVector<T, float> => second;

            public T Step<T>(T gradient, T first, T second)
                where T : unmanaged, IVector<T, float> => T.Broadcast(learningRate) * gradient;
        }
    }

    private sealed record ScaledSgdOptions
    {
        [Option("step-scale", "", "factor of the step", Minimum = 0, Maximum = 10)]
        public double Scale { get; init; } = 1;
    }
}
