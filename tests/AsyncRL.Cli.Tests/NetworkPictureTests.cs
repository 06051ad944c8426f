using System.Globalization;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Figures.Kinds;
using AsyncRL.Cli.Views;
using AsyncRL.Visualization.Figures;

namespace AsyncRL.Cli.Tests;

/// <summary>Pictures of what a network computes: integrated gradients, frames of a stack, the two values of a dueling network.</summary>
public sealed class NetworkPictureTests(SmallAgents agents) : IClassFixture<SmallAgents>
{
    [Theory]
    [InlineData("catch", "log π")]
    [InlineData("values", "Q − mean")]
    [InlineData("dueling", "A")]
    public void The_sum_of_the_pixels_is_the_change_that_is_written_above_them(string run, string choice)
    {
        Figure figure = Assert.Single(new IntegratedGradientsKind().Make(agents.Open(run)));
        string[] texts = TextsOf(figure);
        double[][] rows = RowsOf(figure);
        double[] states = [.. rows.Select(row => row[0]).Distinct()];
        Assert.Equal(5, states.Length);
        foreach ((int column, string name) in ((int, string)[])[(6, "V"), (5, choice)])
        {
            string[] captions = [.. texts.Where(text => text.StartsWith($"{name}: ", StringComparison.Ordinal))];
            Assert.Equal(states.Length, captions.Length);
            for (int i = 0; i < captions.Length; i++)
            {
                double[] ends = Array.ConvertAll(captions[i][(name.Length + 2)..].Split(" → "), Number);
                double sum = rows.Where(row => row[0] == states[i]).Sum(row => row[column]);

                // Both ends are rounded to a hundredth.
                Assert.Equal(ends[1] - ends[0], sum, 0.01 + 1e-3);
            }

            Assert.Contains(rows, row => Math.Abs(row[column]) > 1e-4);
        }
    }

    [Fact]
    public void The_outputs_without_the_older_frames_are_those_of_the_changed_stacks()
    {
        FigureContext context = agents.Open("stack");
        Figure figure = Assert.Single(new StackedFramesKind().Make(context));
        double[][] rows = RowsOf(figure);
        Assert.Equal(context.Game.Count, rows.Length);
        AgentReader reader = context.CreateReader();
        for (int i = 0; i < rows.Length; i++)
        {
            float[] stack = [.. context.Game[i].Input!.Observation];
            for (int pixel = 0; pixel < stack.Length; pixel += 3) stack[pixel + 1] = stack[pixel + 2];
            reader.Set(0, context.Game[i].Input! with { Observation = stack });
            reader.Forward(context.Run.Theta);
            Assert.Equal(context.Game[i].Value, rows[i][2], 1e-5);
            Assert.Equal(reader.Value(0), rows[i][4], 1e-5);
        }

        string[] texts = TextsOf(figure);
        foreach (string name in (string[])["all frames", "without the frame 2 before", "without the frame before"])
            Assert.Contains(name, texts);
        Assert.Contains(rows, row => Math.Abs(row[2] - row[4]) > 1e-3);
    }

    [Fact]
    public void An_agent_that_sees_one_frame_has_no_picture_of_the_stack()
    {
        FigureContext context = agents.Open("catch");
        Assert.Contains("expected a run whose agent sees several", new StackedFramesKind().WhyNot(context.Run), StringComparison.Ordinal);
        Assert.Null(new StackedFramesKind().WhyNot(agents.Open("stack").Run));
    }

    /// <summary>Of states V is the largest Q = V + A − mean A; of what the network computes inside it is the stream of the value.</summary>
    [Fact]
    public void A_dueling_network_has_one_value_in_each_picture_and_the_text_says_which()
    {
        FigureContext context = agents.Open("dueling");
        AgentReader reader = context.CreateReader();
        var advantages = new float[reader.Choices];
        float largestGap = 0;
        foreach (PlayedStep step in context.Game)
        {
            reader.Set(0, step.Input!);
            reader.Forward(context.Run.Theta);
            reader.ReadChoices(0, advantages);
            Assert.Equal(reader.Value(0), step.NetworkValue, 1e-5f);
            Assert.Equal(reader.Value(0) + advantages.Max() - advantages.Average(), step.Value, 1e-5f);
            largestGap = Math.Max(largestGap, step.Value - step.NetworkValue);
        }

        Assert.True(largestGap > 0.01f, $"{largestGap}");
        foreach (FigureKind kind in (FigureKind[])[new ValueAlongGameKind(), new EmbeddingKind(), new ValueMapKind()])
            Assert.Contains("V is the largest action value of the state", kind.Make(context)[0].Explanation, StringComparison.Ordinal);
        FigureKind[] inside = [new SaliencyKind(), new IntegratedGradientsKind(), new AttentionOverTrainingKind(), new MaximiseKind()];
        foreach (FigureKind kind in inside)
            Assert.Contains("V is the output of the stream of the value", kind.Make(context)[0].Explanation, StringComparison.Ordinal);
        string[] texts = TextsOf(new SaliencyKind().Make(context)[0]);
        string[] captions = [.. texts.Where(text => text.StartsWith("V = ", StringComparison.Ordinal))];
        IEnumerable<string> expected = Jumps.Choose(context.Game, 5).Select(i => $"V = {NumberText.Return(context.Game[i].NetworkValue)}");
        Assert.Equal(expected, captions);
        Assert.DoesNotContain("stream", new SaliencyKind().Make(agents.Open("values"))[0].Explanation, StringComparison.Ordinal);
    }

    private static string[] TextsOf(Figure figure) =>
    [
        .. XElement.Parse(Encoding.UTF8.GetString(figure.Picture.Span)).Descendants()
            .Where(element => element.Name.LocalName == "text").Select(text => text.Value),
    ];

    private static double[][] RowsOf(Figure figure) =>
        [.. figure.Data.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => Array.ConvertAll(line.Split(','), Number))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
