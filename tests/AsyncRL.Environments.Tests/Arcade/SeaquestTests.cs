using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Arcade.Seaquest;
using AsyncRL.Environments.Tests.Arcade.Players;
using static AsyncRL.Environments.Tests.Arcade.Players.SeaquestDrive;
using static AsyncRL.Environments.Tests.Arcade.Players.SeaquestPlayers;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The rules of Seaquest for the player's submarine: steering, oxygen, divers, lives.</summary>
public class SeaquestTests
{
    private static readonly SeaquestOptions ManyLives = new() { Lives = 9 };
    private static readonly SeaquestOptions MuchAir = new() { Oxygen = 300 };

    [Theory]
    [InlineData(Left, 0, Sea.SurfacedRow)]
    [InlineData(Right, Screen.Width - PlayerSubmarine.Width, Sea.SurfacedRow)]
    [InlineData(Up, 71, Sea.SurfacedRow)]
    [InlineData(Down, 71, PlayerSubmarine.LowestRow)]
    public void The_submarine_goes_where_the_stick_points_until_something_stops_it(int action, int left, int top)
    {
        SeaquestGame game = Begin(seed: 1);
        for (int frame = 0; frame < 100 && (game.Player.Box.Left, game.Player.Box.Top) != (left, top); frame++)
            game.StepWithoutRendering(action);
        Assert.Equal(new Box(left, top, PlayerSubmarine.Width, PlayerSubmarine.Height), game.Player.Box);
        game.StepWithoutRendering(action);
        Assert.Equal(new Box(left, top, PlayerSubmarine.Width, PlayerSubmarine.Height), game.Player.Box);
    }

    [Theory]
    [InlineData(Left, -1)]
    [InlineData(Right, 1)]
    public void It_fires_the_way_it_looks_one_torpedo_at_a_time(int action, int facing)
    {
        SeaquestGame game = Begin(seed: 1);
        game.StepWithoutRendering(action);
        Assert.False(game.Torpedo.IsFlying);
        game.StepWithoutRendering(Fire);
        int frames = 0, column = game.Torpedo.Box.Left;
        Assert.Equal((facing, facing * SeaquestGame.TorpedoSpeed), (game.Player.Facing, game.Torpedo.Velocity));
        for (; game.Torpedo.IsFlying; frames++)
        {
            Assert.Equal(column + (facing * frames * 5), game.Torpedo.Box.Left);
            game.StepWithoutRendering(Fire);
            if (!game.Torpedo.Box.IsOnScreen) break;
        }

        Assert.InRange(frames, 12, 20);
    }

    [Fact]
    public void Oxygen_lasts_as_long_as_it_is_told_and_its_end_costs_a_life()
    {
        SeaquestGame game = Begin(seed: 1, new SeaquestOptions { Oxygen = 5 });
        Repeat(game, Stay, 10);
        Assert.Equal(300, game.Oxygen.Frames);
        game = Begin(seed: 1, new SeaquestOptions { Oxygen = 5 });
        Hide(game);
        Assert.Equal(300 - 28, game.Oxygen.Frames);
        Repeat(game, Stay, 300 - 28 - 1);
        Assert.Equal((3, 1), (game.Lives, game.Oxygen.Frames));
        game.StepWithoutRendering(Stay);
        Assert.Equal(2, game.Lives);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void Surfacing_without_a_diver_costs_a_life_once_it_has_been_where_enemies_are(int framesDown, bool costsALife)
    {
        SeaquestGame game = Begin(seed: 1);
        Repeat(game, Down, framesDown);
        Assert.Equal(costsALife, game.HasDived);
        Repeat(game, Up, framesDown - 1);
        Assert.Equal(3, game.Lives);
        game.StepWithoutRendering(Up);
        Assert.Equal((true, costsALife ? 2 : 3), (game.Player.IsAtSurface, game.Lives));
    }

    [Fact]
    public void Surfacing_costs_one_diver_and_moors_the_submarine_until_the_tank_is_full()
    {
        SeaquestGame game = Begin(seed: 1, MuchAir);
        Collect(game, divers: 3);
        int score = game.Score;
        Surface(game);
        Assert.Equal((2, 3, score, 0), (game.Aboard, game.Lives, game.Score, game.Level));
        Assert.True(game.IsMoored);
        Box place = game.Player.Box;
        int frames = 0;
        for (; game.IsMoored; frames++) game.StepWithoutRendering(Firing(Down));
        Assert.InRange(frames, 1, OxygenTank.FramesToFill);
        Assert.Equal((place, 2, false), (game.Player.Box, game.Aboard, game.Torpedo.IsFlying));
        Assert.True(game.Oxygen.IsFull);
        game.StepWithoutRendering(Firing(Down));
        Assert.True(game.Player.Box.Top > place.Top && game.Torpedo.IsFlying);
    }

    [Fact]
    public void Six_divers_are_paid_one_by_one_and_the_sea_is_empty_and_becomes_harder()
    {
        SeaquestGame game = Begin(seed: 2, MuchAir);
        for (int level = 0; level < 2; level++)
        {
            Collect(game, SeaquestGame.MostDivers);
            Surface(game);
            Assert.True(IsSeaEmpty(game));
            int frames = 1;
            for (int divers = SeaquestGame.MostDivers - 1; divers >= 0; divers--, frames = 0)
            {
                for (; frames < SeaquestGame.FramesPerDiver - 1; frames++) Assert.Equal(0, game.StepWithoutRendering(Stay).Reward);
                Assert.Equal(level, game.Level);
                Assert.Equal(50 * (1 + level), game.StepWithoutRendering(Stay).Reward);
                Assert.Equal(divers, game.Aboard);
            }

            Assert.Equal((level + 1, 3), (game.Level, game.Lives));
            WaitUntil(game, () => !game.IsMoored);
            Assert.True(game.Oxygen.IsFull);
        }
    }

    [Fact]
    public void A_seventh_diver_is_not_taken_on_board()
    {
        SeaquestGame game = Begin(seed: 3, MuchAir);
        Collect(game, SeaquestGame.MostDivers);
        var paths = new SeaquestPaths();
        int met = 0;
        for (int frame = 0, action = 0; frame < 3000; frame++)
        {
            Box? diver = FirstDiver(game);
            if (frame % ArcadeMatch.ActionRepeat == 0)
                action = paths.FirstAction(game, (diver?.Left ?? 70, diver?.Top ?? 80), mayRise: false);
            game.StepWithoutRendering(action);
            if (FirstDiver(game)?.Touches(game.Player.Box) ?? false) met++;
            Assert.Equal(SeaquestGame.MostDivers, game.Aboard);
        }

        Assert.True(met > 10);
    }

    [Fact]
    public void Enemies_and_their_torpedoes_cost_a_life_each()
    {
        int byEnemies = 0, byTorpedoes = 0;
        for (ulong seed = 1; seed <= 5; seed++)
        {
            SeaquestGame game = Begin(seed, ManyLives);
            for (int frame = 0; frame < 3000 && game.Lives > 0; frame++)
            {
                int lives = game.Lives;
                game.StepWithoutRendering(game.Player.Box.Top < Sea.LaneTop(0) ? Down : Stay);
                bool isTouched = false, isHit = false;
                foreach (EnemyGroup group in game.EnemyGroups)
                {
                    isHit |= group.Torpedo.Hits(game.Player.Box);
                    for (int enemy = 0; enemy < EnemyGroup.Most; enemy++)
                        isTouched |= group.TryGetEnemy(enemy, out Box box) && box.Touches(game.Player.Box);
                }

                Assert.Equal(isTouched || isHit ? 1 : 0, lives - game.Lives);
                if (isTouched && !isHit) byEnemies++;
                if (isHit && !isTouched) byTorpedoes++;
                if (lives > game.Lives && game.Lives > 0) Repeat(game, Stay, SeaquestGame.PauseAfterLoss);
            }
        }

        Assert.True(byEnemies > 2 && byTorpedoes > 2, $"{byEnemies} by enemies, {byTorpedoes} by torpedoes");
    }

    [Fact]
    public void After_a_loss_all_stands_still_for_a_second_and_a_new_life_begins_in_an_empty_sea_with_the_divers_saved()
    {
        SeaquestGame game = Begin(seed: 4, MuchAir);
        Collect(game, divers: 2);
        WaitUntil(game, () => game.Lives == 2);
        (Box place, int air) = (game.Player.Box, game.Oxygen.Frames);
        Repeat(game, Firing(Up), SeaquestGame.PauseAfterLoss - 1);
        Assert.True(game.IsPaused);
        Assert.Equal((place, air), (game.Player.Box, game.Oxygen.Frames));
        game.StepWithoutRendering(Stay);
        Assert.Equal((false, 2, 2), (game.IsPaused, game.Aboard, game.Lives));
        Assert.True(game.Player.IsAtSurface && game.Oxygen.IsFull && !game.IsMoored && IsSeaEmpty(game));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_last_life_ends_the_game(int lives)
    {
        SeaquestGame game = Begin(seed: 1, new SeaquestOptions { Lives = lives, Oxygen = 5 });
        StepOutcome outcome = default;
        int frames = 0;
        for (; frames < 5000 && !outcome.IsEnd; frames++)
        {
            Assert.True(game.Lives > 0);
            outcome = game.StepWithoutRendering(!game.IsPaused && game.Player.Box.Top < 77 ? Down : Stay);
        }

        Assert.Equal((true, 0), (outcome.Terminated, game.Lives));
        Assert.Equal((lives * 300) + ((lives - 1) * SeaquestGame.PauseAfterLoss), frames);
    }

    private static bool IsSeaEmpty(SeaquestGame game)
    {
        bool isEmpty = FirstDiver(game) is null && !game.Torpedo.IsFlying;
        foreach (EnemyGroup group in game.EnemyGroups) isEmpty &= group.Count == 0 && !group.Torpedo.IsFlying;
        return isEmpty;
    }

    private static Box? FirstDiver(SeaquestGame game)
    {
        for (int lane = 0; lane < Sea.Lanes; lane++)
        {
            if (game.Divers.TryGet(lane, out Box diver)) return diver;
        }

        return null;
    }
}
