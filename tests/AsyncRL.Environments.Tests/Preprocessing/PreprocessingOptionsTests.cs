using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Preprocessing;

/// <summary>
/// Options of a game that derives its own from those of the preprocessing, and the description that makes the game for both uses.
/// </summary>
public class PreprocessingOptionsTests
{
    private static readonly string[] Names =
    [
        "action-repeat", "gray", "frame-size", "stack", "no-op-starts", "sticky-actions", "life-loss-terminal", "time-limit-frames",
    ];

    [Fact]
    public void A_games_own_options_come_first_and_those_of_the_preprocessing_after_them()
    {
        Assert.Equal(["difficulty", .. Names], OptionSet.ToAssignments(new GameOptions()).Keys);
        Assert.Equal("4", OptionSet.ToAssignments(new GameOptions())["action-repeat"]);
    }

    [Fact]
    public void Options_of_both_kinds_are_set_by_name_and_the_record_stays_the_games()
    {
        var used = new HashSet<string>();
        var texts = new Dictionary<string, string> { ["difficulty"] = "7", ["no-op-starts"] = "0", ["sticky-actions"] = "0.25" };
        object changed = OptionSet.With<object>(new GameOptions(), texts, used);
        Assert.Equal(new GameOptions { Difficulty = 7, NoOpStarts = 0, StickyActions = 0.25 }, changed);
        Assert.Equal(3, used.Count);
        Assert.Equal(changed, OptionSet.With<object>(new GameOptions(), OptionSet.ToAssignments(changed), used));
    }

    [Theory]
    [InlineData("action-repeat", "0", "The option action-repeat is \"0\"; expected a whole number from 1 to 100.")]
    [InlineData("frame-size", "4096", "The option frame-size is \"4096\"; expected a whole number from 1 to 2048.")]
    [InlineData("sticky-actions", "1.5", "The option sticky-actions is \"1.5\"; expected a number from 0 to 1.")]
    public void Inherited_options_have_their_ranges(string name, string text, string sentence)
    {
        var texts = new Dictionary<string, string> { [name] = text };
        var exception = Assert.Throws<InputException>(() => OptionSet.With(new GameOptions(), texts, new HashSet<string>()));
        Assert.Equal(sentence, exception.Message);
    }

    [Fact]
    public void Only_what_is_made_for_learning_ends_at_a_lost_life()
    {
        EnvironmentDescription description = new GameDescription();
        object options = new GameOptions { NoOpStarts = 0 };
        foreach (bool learning in (bool[])[true, false])
        {
            var generator = new RandomGenerator(1);
            IEnvironment made = learning ? description.CreateForLearning(options, generator) : description.Create(options, generator);
            var seen = new Observation(made.Observation);
            made.Reset(seen);
            Assert.Equal(learning, made.Step(0, seen).Terminated);
        }

        Assert.Throws<InputException>(
            () => description.CreateForLearning(new GameOptions { Difficulty = -1 }, new RandomGenerator(1)));
    }

    private sealed record GameOptions : PreprocessingOptions
    {
        [Option("difficulty", "", "A knob of the game.", Minimum = 0, Maximum = 10)]
        public int Difficulty { get; init; } = 5;
    }

    private sealed class GameDescription : AtariStyleDescription<GameOptions>
    {
        public override string Name => "game";

        public override string Summary => "A game for tests.";

        public override IFrameEnvironment CreateGame(GameOptions options, RandomGenerator generator) =>
            new ScriptedGame(ObservationSpecification.Pixels(21, 16, 3)) { LivesAtStart = 2, LossesAt = [3] };
    }
}
