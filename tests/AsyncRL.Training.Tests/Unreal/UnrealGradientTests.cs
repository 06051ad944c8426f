using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Problems;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Algorithms;

namespace AsyncRL.Training.Tests.Unreal;

/// <summary>The gradient of whole networks with all losses of UNREAL against central differences.</summary>
public class UnrealGradientTests
{
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public void The_whole_loss_agrees_with_central_differences(bool pixels, bool features, bool rewards) =>
        GradientProperty.Check($"UNREAL {pixels} {features} {rewards}", 3, (generator, steps, terminal) =>
        {
            var options = new UnrealOptions
            {
                Discount = generator.NextDouble(),
                ControlDiscount = generator.NextDouble(),
                EntropyWeight = generator.NextDouble(),
                ValueGradientScale = 2 * generator.NextDouble(),
                PixelControl = pixels ? generator.NextDouble() : 0,
                FeatureControl = features ? generator.NextDouble() : 0,
                RewardPrediction = rewards ? generator.NextDouble() : 0,
                ValueReplay = generator.NextDouble(),
            };
            var observation = ObservationSpecification.Pixels(16, 16, 1);
            return new UnrealProblem(UnrealLearnerTests.StructureOf(options, observation), 1 + (steps % 5), terminal, options);
        }, extrapolates: true);
}
