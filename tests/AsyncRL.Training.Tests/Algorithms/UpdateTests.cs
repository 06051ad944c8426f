using System.Linq;
using AsyncRL.Algorithms;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Algorithms;

/// <summary>
/// The η with which a segment's gradient is applied, and the state of a gradient that is not yet applied in a checkpoint.
/// </summary>
public class UpdateTests
{
    private const int Steps = 3;

    /// <summary>
    /// η is that at T after the segment's own agent steps. With T_max of four segments the factors are ¾, ½, ¼ and 0, not 1, ¾, ½ and ¼.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_learning_rate_is_that_of_t_after_the_segment(bool fusesUpdate)
    {
        LearnerBench falling = Make(fusesUpdate, new Annealing(0.5, falls: true, 4 * Steps));
        foreach (double left in new[] { 0.75, 0.5, 0.25, 0 })
        {
            float[] before = falling.Theta;
            falling.RunSegment();
            float[] gradient = falling.Gradient, after = falling.Theta;
            for (int i = 0; i < before.Length; i++) Assert.Equal(before[i] - (0.5 * left * gradient[i]), after[i], 1e-6);
            Assert.True(gradient.Max(Math.Abs) > 1e-3);
        }
    }

    /// <summary>
    /// Updates by others between the snapshot and the apply count as staleness before the checkpoint as well as after the resumption. The
    /// learner that applies the gradient counts the losses together with their agent steps.
    /// </summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    [InlineData(2, 3)]
    public void A_gradient_that_a_checkpoint_holds_keeps_its_staleness_its_losses_and_its_agent_steps(int before, int after)
    {
        LearnerBench saved = Make(fusesUpdate: false), alone = Make(fusesUpdate: false);
        for (int i = 0; i < 6; i++) Disturb(saved);
        saved.Algorithm.Compute();
        for (int i = 0; i < before; i++) Disturb(saved);
        using var state = new MemoryStream();
        saved.Transfer(new StateTransfer(new BinaryWriter(state)));
        state.Position = 0;

        var restored = new LearnerBench(
            new ScriptedTask(new StepOutcome(1, false, false)),
            new A3C(),
            new A3COptions { TMax = Steps },
            saved.Structure,
            shared: saved.Shared);
        restored.Transfer(new StateTransfer(new BinaryReader(state)));
        for (int i = 0; i < after; i++) Disturb(restored);
        restored.Algorithm.Apply();
        ActorCounts counts = restored.Statistics.Read();
        Assert.Equal((before + after, before + after), (counts.Staleness, counts.LargestStaleness));
        Assert.Equal((1, Steps), (counts.Updates, restored.Statistics.CountOf("value_loss")));

        for (int i = 0; i < 6; i++) Disturb(alone);
        alone.RunSegment();
        foreach (string metric in new[] { "policy_loss", "value_loss", "entropy", "gradient_norm" })
            Assert.Equal(alone.Statistics.SumOf(metric), restored.Statistics.SumOf(metric));
    }

    private static LearnerBench Make(bool fusesUpdate, Annealing? learningRate = null) => new(
        new ScriptedTask(new StepOutcome(1, false, false)),
        new A3C(),
        new A3COptions { TMax = Steps },
        Structures.Perceptron(ScriptedTask.ObservationSize, 16, ScriptedTask.ActionCount),
        fusesUpdate: fusesUpdate,
        learningRateSchedule: learningRate);

    private static void Disturb(LearnerBench bench)
    {
        var gradient = new float[bench.Shared.Length];
        Array.Fill(gradient, 0.01f);
        bench.Shared.Apply(new MomentumRule(1, 0), gradient);
    }
}
