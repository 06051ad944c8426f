using System.Globalization;
using System.Linq;
using AsyncRL.Cli.Figures;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Cli.Figures.Kinds;
using AsyncRL.TestSources;
using AsyncRL.Visualization.Images;
using AsyncRL.Visualization.Tests;

namespace AsyncRL.Cli.Tests;

/// <summary>Pictures of a game that move.</summary>
public sealed class AnimationTests(SmallAgents agents) : IClassFixture<SmallAgents>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string File => _directory.At("game.gif");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("value-along-game", "catch")]
    [InlineData("value-along-game", "vectors")]
    [InlineData("action-values", "dueling")]
    [InlineData("saliency", "catch")]
    public void An_animation_has_a_frame_for_each_agent_step_and_its_numbers(string kind, string run)
    {
        Draw(kind, run, "--seed", "3", "--agent-steps", "30", "--data").AssertPrinted(
            "The animation shows 30 agent steps", kind == "action-values" ? "around the widest gap" : "around the largest change");
        byte[] file = System.IO.File.ReadAllBytes(File);
        DecodedGif gif = DecodedGif.Read(file);
        Assert.Equal(30, gif.Frames.Count);
        Assert.True(gif.Delays[^1] > 5 * gif.Delays[0]);

        // The part is the one around the largest change, or the widest gap.
        FigureContext context = agents.Open(run);
        string[][] rows =
            [.. System.IO.File.ReadAllLines(_directory.At("game.csv"))[1..].Select(line => line.Split(','))];
        Assert.Equal(30, rows.Length);
        IReadOnlyList<PlayedStep> game = context.Game;
        PlayedStep middle = game[kind == "action-values" ? ActionValuesKind.WidestGap(game) : Jumps.Choose(game, 1)[0]];
        Assert.Contains(
            rows, row => row[0] == $"{middle.Episode}" && row[1] == middle.AgentStep.ToString(CultureInfo.InvariantCulture));

        Draw(kind, run, "--seed", "3", "--agent-steps", "30");
        Assert.Equal(file, System.IO.File.ReadAllBytes(File));
        Draw(kind, run, "--seed", "4", "--agent-steps", "30");
        Assert.NotEqual(file, System.IO.File.ReadAllBytes(File));
    }

    /// <summary>The board of 12 by 12 cells is enlarged by 35. The ball and the paddle are its only white cells.</summary>
    [Fact]
    public void The_game_is_played_beside_the_curve()
    {
        Draw("value-along-game", "catch", "--seed", "3");
        FigureContext context = agents.Open("catch");
        DecodedGif gif = DecodedGif.Read(System.IO.File.ReadAllBytes(File));
        Assert.Equal(context.Game.Count, gif.Frames.Count);
        for (int i = 0; i < gif.Frames.Count; i++)
        {
            Picture board = context.Game[i].Frame!;
            for (int y = 0; y < board.Height; y++)
            {
                for (int x = 0; x < board.Width; x++) Assert.Equal(board[x, y], gif.Frames[i][12 + (35 * x) + 17, 12 + (35 * y) + 17]);
            }
        }
    }

    /// <summary>Nothing is read or played before, so that the run need not exist.</summary>
    [Theory]
    [InlineData("policy")]
    [InlineData("t-sne")]
    [InlineData("curve")]
    public void A_kind_without_an_animation_says_so(string kind)
    {
        CommandResult result = CommandLine.Run("picture", _directory.At("nowhere"), kind, "--output", File);
        result.AssertRefused($"The kind {kind} has no animation", "value-along-game, action-values, saliency");
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.FullPath));
    }

    [Fact]
    public void A_wrong_length_is_refused()
    {
        Refuse("at most 1000", "--output", File, "--agent-steps", "1001");
        Refuse("ends in .gif", "--output", _directory.At("game.svg"), "--agent-steps", "30");
        Refuse(".svg or .gif", "--output", _directory.At("game.png"));
        Assert.Empty(Directory.GetFileSystemEntries(_directory.FullPath));

        void Refuse(string reason, params string[] words) =>
            CommandLine.Run(["picture", agents.PathOf("catch"), "saliency", .. words]).AssertRefused(reason);
    }

    private CommandResult Draw(string kind, string run, params string[] words)
    {
        CommandResult result = CommandLine.Run(["picture", agents.PathOf(run), kind, "--output", File, .. words]);
        result.AssertSucceeded();
        return result;
    }
}
