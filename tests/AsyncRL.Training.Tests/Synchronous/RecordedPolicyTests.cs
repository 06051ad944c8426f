using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Rollouts;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Training.Tests.Synchronous;

/// <summary>
/// A row of proximal policy optimization, after the policy has moved away from the one that acted: its loss is compared with sums in
/// double, and its gradient with central differences of the loss.
/// </summary>
public class RecordedPolicyTests
{
    private const double Beta = 0.3;
    private const double B = 0.7;

    [Theory]
    [InlineData("one choice", float.PositiveInfinity)]
    [InlineData("several choices", float.PositiveInfinity)]
    [InlineData("a vector", float.PositiveInfinity)]
    [InlineData("one choice", 0.1f)]
    [InlineData("several choices", 0.1f)]
    [InlineData("a vector", 0.1f)]
    public void The_gradient_is_that_of_the_loss(string kind, float clip)
    {
        int numbers = 0, kinks = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            (ProximalSurrogate surrogate, RecordedPolicy policy, Activations<float> batch) =
                Act(ActionsOf(kind), new RandomGenerator(seed));
            var terms = new ProximalTerms(clip, (float)Beta, (float)B);
            Loss(surrogate, policy, batch, terms);
            var gradients = new List<float>();
            for (int head = 0; head < batch.Structure.Heads.Length; head++)
            {
                if (head != policy.ValueHead) gradients.AddRange(batch.OutputGradient(head, 0));
            }

            int i = 0;
            for (int head = 0; head < batch.Structure.Heads.Length; head++)
            {
                if (head == policy.ValueHead) continue;
                for (int j = 0; j < batch.Output(head, 0).Length; j++, i++)
                {
                    numbers++;
                    double? difference = Difference(surrogate, policy, batch, terms, head, j);
                    if (difference is null) kinks++;
                    else Assert.Equal(difference.Value, gradients[i], 5e-3);
                }
            }
        }

        Assert.True(kinks <= numbers / 5, $"{kinks} of {numbers} differences met the border of the clip; expected at most 20 %.");
    }

    [Fact]
    public void The_ratio_and_the_divergence_of_several_choices_are_those_of_all_together()
    {
        (ProximalSurrogate surrogate, RecordedPolicy policy, Activations<float> batch) =
            Act(ActionsOf("several choices"), new RandomGenerator(3));
        batch.Output(0, 0).Clear();
        Loss(surrogate, policy, batch, new ProximalTerms(float.PositiveInfinity, 0, 0));
        double entropy = Math.Log(3) + Math.Log(2);
        Assert.Equal(entropy, policy.Loss.Entropy, 1e-5);

        // After the policy has become uniform, KL(old‖new) is log 3 + log 2 − H(old).
        double old = 0;
        double[][] before = [[0.2, -0.5, 0.9], [0.4, -0.1]];
        foreach (double[] logits in before)
        {
            double sum = 0;
            foreach (double logit in logits) sum += Math.Exp(logit);
            foreach (double logit in logits) old -= Math.Exp(logit) / sum * (logit - Math.Log(sum));
        }

        Assert.Equal(entropy - old, surrogate.Sums.Divergence, 1e-5);
    }

    [Fact]
    public void A_restored_choice_is_one_of_its_own_dimension()
    {
        ActionSpecification actions = ActionsOf("several choices");
        (var saved, var restored) = (new SoftmaxRollout(actions, 1), new SoftmaxRollout(actions, 1));
        saved.Choices(0)[1] = 2;
        using var bytes = new MemoryStream();
        saved.Transfer(0, new StateTransfer(new BinaryWriter(bytes)));
        bytes.Position = 0;
        using var reader = new BinaryReader(bytes);
        var refused = Assert.Throws<InvalidDataException>(() => restored.Transfer(0, new StateTransfer(reader)));
        Assert.Equal("the choice is 2; expected 0 to 1", refused.Message);
    }

    private static ActionSpecification ActionsOf(string kind) => kind switch
    {
        "one choice" => ActionSpecification.Discrete(4),
        "several choices" => ActionSpecification.MultiDiscrete(3, 2),
        _ => ActionSpecification.Continuous(2, -1, 1),
    };

    /// <summary>Draws an action from fixed outputs, and changes the outputs.</summary>
    private static (ProximalSurrogate Surrogate, RecordedPolicy Policy, Activations<float> Batch) Act(
        ActionSpecification actions, RandomGenerator generator)
    {
        var description = new NetworkDescription("test", "a test", [new FullyConnected(1), new Rectifier()]);
        var structure = new NetworkStructure(description, Shape.Vector(1), ActorCriticPolicies.Heads(actions));
        RecordedPolicy policy = actions.Kind == ActionKind.Continuous
            ? new RecordedGaussianPolicy(structure, actions, new PpoOptions().Gaussian, new GaussianRollout(2, 1), 1) { Stride = 1 }
            : new RecordedSoftmaxPolicy(structure, actions, new PpoOptions(), new SoftmaxRollout(actions, 1)) { Stride = 1 };
        var batch = new Activations<float>(structure, 1);
        for (int head = 0; head < structure.Heads.Length; head++)
        {
            float[] numbers = [0.2f, -0.5f, 0.9f, 0.4f, -0.1f];
            numbers.AsSpan(0, batch.Output(head, 0).Length).CopyTo(batch.Output(head, 0));
        }

        policy.BeginEpisode(0, generator);
        policy.Act(batch, 0, generator);
        for (int head = 0; head < structure.Heads.Length; head++)
        {
            foreach (ref float number in batch.Output(head, 0)) number += (float)(0.5 * generator.NextNormal());
        }

        return (new ProximalSurrogate(policy), policy, batch);
    }

    private static double Loss(ProximalSurrogate surrogate, RecordedPolicy policy, Activations<float> batch, in ProximalTerms terms)
    {
        surrogate.Begin(terms);
        surrogate.AddGradient(batch, 0, 0, advantage: 1.5f);
        return surrogate.Sums.Surrogate - (Beta * policy.Loss.Entropy) + (B * surrogate.Sums.Divergence);
    }

    /// <summary>The central difference of the loss; null if the border of the clip is between its two points.</summary>
    private static double? Difference(
        ProximalSurrogate surrogate, RecordedPolicy policy, Activations<float> batch, in ProximalTerms terms, int head, int index)
    {
        const float Step = 1f / 256;
        ref float number = ref batch.Output(head, 0)[index];
        float middle = number;
        number = middle + Step;
        (double right, double rightClipped) = (Loss(surrogate, policy, batch, terms), surrogate.Sums.Clipped);
        number = middle - Step;
        (double left, double leftClipped) = (Loss(surrogate, policy, batch, terms), surrogate.Sums.Clipped);
        number = middle;
        return leftClipped == rightClipped ? (right - left) / (2 * Step) : null;
    }
}
