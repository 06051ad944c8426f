using System.Linq;
using System.Numerics.Tensors;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.Options;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Runs;

/// <summary>Gradients at a checkpoint are those that a training would compute there.</summary>
public class GradientSampleTests
{
    public static TheoryData<string> Algorithms =>
        [.. Parts<Algorithm>.All.Select(algorithm => algorithm.Name).Where(name => name is not ("ddpg" or "a3c-continuous"))];

    /// <summary>SGD without momentum subtracts η times the gradient, here with η = 1.</summary>
    [Theory]
    [InlineData("fused")]
    [InlineData("plain")]
    public void The_first_gradient_is_what_the_first_update_subtracts(string update)
    {
        TrainingConfiguration configuration = Of(
            "a3c", 5, ("optimizer", "momentum-sgd"), ("decay", "0"), ("learning-rate", "1"), ("learning-rate-schedule", "constant"),
            ("clip-norm", "0"), ("t-max", "5"), ("update", update));
        float[] before = configuration.DrawParameters().ToArray(), after = Trainer.Train(configuration).Theta;
        float[] gradient = Take(configuration, before, 1).Single();
        Assert.True(TensorPrimitives.Norm<float>(gradient) > 1e-3f);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(before[i] - after[i], gradient[i], 1e-6f);
    }

    [Fact]
    public void Gradients_are_not_clipped_differ_and_come_again()
    {
        TrainingConfiguration configuration = Of("a3c", 1000, ("clip-norm", "0.001"));
        float[] theta = configuration.DrawParameters().ToArray();
        List<float[]> gradients = Take(configuration, theta, 4);
        Assert.All(gradients, gradient => Assert.True(TensorPrimitives.Norm<float>(gradient) > 0.01));
        Assert.Equal(4, gradients.Select(gradient => TensorPrimitives.Norm<float>(gradient)).Distinct().Count());
        Assert.Equal(gradients, Take(configuration, theta, 4));
        Assert.Equal(configuration.DrawParameters().ToArray(), theta);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Every_algorithm_has_gradients(string algorithm)
    {
        TrainingConfiguration configuration = algorithm switch
        {
            "r2d2" => Of(algorithm, 1000, ("replay-start", "200")),
            "unreal" => Of(algorithm, 1000, ("pixel-control", "0")),
            _ => Of(algorithm, 1000),
        };
        List<float[]> gradients = Take(configuration, configuration.DrawParameters().ToArray(), 3);
        Assert.Equal(3, gradients.Count);
        Assert.All(gradients, gradient => Assert.True(TensorPrimitives.Norm<float>(gradient) > 0));
    }

    [Fact]
    public void A_memory_that_is_never_full_enough_gives_no_gradient_and_an_infinite_parameter_is_refused()
    {
        TrainingConfiguration waiting = Of("dqn", 1000, ("replay-start", "30000"));
        Assert.Empty(Take(waiting, waiting.DrawParameters().ToArray(), 1));
        TrainingConfiguration configuration = Of("a3c", 1000);
        float[] theta = configuration.DrawParameters().ToArray();
        theta.AsSpan().Fill(float.MaxValue);
        Assert.Throws<NonFiniteGradientException>(() => Take(configuration, theta, 1));
    }

    private static List<float[]> Take(TrainingConfiguration configuration, float[] theta, int count)
    {
        var gradients = new List<float[]>();
        int taken = GradientSample.Take(
            configuration, theta, 0, configuration.CreateNormalization(), count, gradient => gradients.Add(gradient.ToArray()),
            CancellationToken.None);
        Assert.Equal(taken, gradients.Count);
        return gradients;
    }

    private static TrainingConfiguration Of(string algorithm, int agentSteps, params (string Name, string Value)[] options) =>
        TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = "catch",
            Algorithm = algorithm,
            Network = algorithm == "unreal" ? "catch" : "mlp",
            Threads = 1,
            AgentSteps = agentSteps,
            Seed = 3,
            Assignments = new Dictionary<string, string>(options.Select(option => KeyValuePair.Create(option.Name, option.Value)))
            {
                ["rows"] = "8",
                ["columns"] = "8",
                ["evaluation-episodes"] = "0",
            },
        });
}
