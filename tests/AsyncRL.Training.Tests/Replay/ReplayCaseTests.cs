using System.Text.Json.Nodes;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Networks;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Replay;

/// <summary>The functions of deep Q-learning, compared with cases that were computed independently.</summary>
public class ReplayCaseTests
{
    public static TheoryData<string> Targets => MethodCases.NamesOf("q_targets");

    public static TheoryData<string> Gradients => MethodCases.NamesOf("q_gradient");

    public static TheoryData<string> Dueling => MethodCases.NamesOf("dueling");

    public static TheoryData<string> Centered => MethodCases.NamesOf("centred_rmsprop");

    [Theory]
    [MemberData(nameof(Targets))]
    public void Targets_take_the_best_action_of_one_or_the_other_network(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] online = inputs.Numbers("nextOnline"), target = inputs.Numbers("nextTarget");
        (double reward, double factor) = (inputs.Number("reward"), inputs.Number("factor"));
        MethodCases.AssertClose(expected.Number("max"), ActionValueTarget.Of<double>(reward, factor, target, target));
        MethodCases.AssertClose(expected.Number("double"), ActionValueTarget.Of<double>(reward, factor, online, target));
    }

    [Theory]
    [MemberData(nameof(Gradients))]
    public void The_error_is_clipped_before_the_weight(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] values = inputs.Numbers("actionValues");
        (int action, double target, double weight) = (inputs.Whole("action"), inputs.Number("target"), inputs.Number("weight"));
        foreach ((bool huber, string gradient) in new[] { (false, "square"), (true, "clipThenWeight") })
        {
            Activations<double> row = Row(values.Length, dueling: false);
            values.CopyTo(row.Output(0, 0));
            var loss = new ActionValueLoss<double>(new ActionValues<double>(row.Structure), huber, 1);
            MethodCases.AssertClose(expected.Number("error"), loss.AddStep(row, 0, action, target, weight));
            MethodCases.AssertClose(expected.Numbers(gradient), row.OutputGradient(0, 0).ToArray());
            if (huber) MethodCases.AssertClose(expected.Number("huber"), loss.Total);
        }
    }

    [Theory]
    [MemberData(nameof(Dueling))]
    public void Value_and_advantages_add_up_around_the_mean(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double[] advantages = inputs.Numbers("advantages"), gradient = inputs.Numbers("dQ");
        Activations<double> row = Row(advantages.Length, dueling: true);
        var values = new ActionValues<double>(row.Structure);
        row.Output(0, 0)[0] = inputs.Number("value");
        advantages.CopyTo(row.Output(1, 0));
        var actual = new double[advantages.Length];
        values.Read(row, 0, actual);
        MethodCases.AssertClose(expected.Numbers("qMean"), actual);

        // The gradient of several actions is the sum of those of single actions.
        (double value, double[] sum) = (0, new double[advantages.Length]);
        for (int action = 0; action < gradient.Length; action++)
        {
            values.WriteGradient(row, 0, action, gradient[action]);
            value += row.OutputGradient(0, 0)[0];
            for (int i = 0; i < sum.Length; i++) sum[i] += row.OutputGradient(1, 0)[i];
        }

        MethodCases.AssertClose(expected.Number("dV"), value);
        MethodCases.AssertClose(expected.Numbers("dAdvantageMean"), sum);
    }

    [Theory]
    [MemberData(nameof(Centered))]
    public void Centered_rmsprop_moves_as_the_case_says(string name)
    {
        (JsonNode inputs, JsonNode expected) = MethodCases.Find(name);
        double batch = inputs.Number("batch"), epsilon = inputs.Number("epsilon");
        AssertClose(expected.Numbers("positions"), Positions(1, epsilon));
        AssertClose(expected.Numbers("positionsFromMeansWithScaledEpsilon"), Positions(1 / batch, epsilon / (batch * batch)));

        double[] Positions(double scale, double inRoot)
        {
            NetworkStructure structure = Structures.ActionValues(Shape.Vector(1), 1, dueling: false);
            SharedParameters shared = Structures.Share(structure, new float[structure.Layout.BlockLength]);
            OptimizerStatistics statistics = TestUpdates.Statistics(
                new OptimizerOptions
                {
                    Optimizer = "centered-rmsprop",
                    Decay = inputs.Number("decay"),
                    Epsilon = inRoot,
                    ClipNorm = 0,
                },
                shared);
            var (positions, theta, gradient) = (new List<double>(), new float[shared.Length], new float[shared.Length]);
            foreach (double number in inputs.Numbers("gradients"))
            {
                gradient[0] = (float)(scale * number);
                shared.Update(TestUpdates.Gradient(structure, gradient), statistics, inputs.Number("learningRate"));
                shared.Snapshot(theta);
                positions.Add(theta[0]);
            }

            return [.. positions];
        }
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-5 * (0.01 + Math.Abs(expected[i])));
    }

    private static Activations<double> Row(int actions, bool dueling) =>
        new(Structures.ActionValues(Shape.Vector(1), actions, dueling), 1);
}
