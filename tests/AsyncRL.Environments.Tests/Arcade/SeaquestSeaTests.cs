using AsyncRL.Environments.Arcade.Seaquest;
using AsyncRL.Environments.Tests.Arcade.Players;
using static AsyncRL.Environments.Tests.Arcade.Players.SeaquestDrive;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The rules of Seaquest for enemies, torpedoes and divers, and for the difficulty.</summary>
public class SeaquestSeaTests
{
    private static readonly SeaquestOptions MuchAir = new() { Oxygen = 300, Lives = 9 };

    [Theory]
    [InlineData(0, 20, 50)]
    [InlineData(1, 30, 100)]
    [InlineData(7, 90, 400)]
    [InlineData(8, 90, 450)]
    [InlineData(9, 90, 500)]
    [InlineData(30, 90, 500)]
    public void Values_grow_with_each_full_surfacing_up_to_a_bound(int level, int enemy, int diver)
    {
        Assert.Equal(enemy, SeaquestGame.EnemyValue(level));
        Assert.Equal(diver, SeaquestGame.DiverValue(level));
    }

    [Theory]
    [InlineData(0, 192, 1, 120)]
    [InlineData(1, 211, 2, 109)]
    [InlineData(2, 230, 3, 100)]
    [InlineData(10, 384, 3, 60)]
    [InlineData(20, 576, 3, 40)]
    [InlineData(50, 576, 3, 40)]
    public void Enemies_become_faster_more_and_fire_oftener_up_to_a_bound(int level, int speed, int group, int interval) =>
        Assert.Equal(new Difficulty(speed, group, interval), Difficulty.Of(new SeaquestOptions(), level));

    [Fact]
    public void Each_enemy_that_is_shot_pays_its_value_and_is_gone_with_the_torpedo()
    {
        SeaquestGame game = Begin(seed: 1);
        Func<SeaquestGame, int> expert = SeaquestPlayers.Expert();
        int shot = 0;
        for (int frame = 0, action = 0; frame < 10_000 && game.Lives > 0; frame++)
        {
            if (frame % ArcadeMatch.ActionRepeat == 0) action = expert(game);
            (int enemies, int aboard) = (CountEnemies(game), game.Aboard);
            float reward = game.StepWithoutRendering(action).Reward;
            if (reward == 0 || game.Aboard < aboard) continue;
            Assert.Equal((SeaquestGame.EnemyValue(game.Level), enemies - 1), (reward, CountEnemies(game)));
            Assert.False(game.Torpedo.IsFlying);
            shot++;
        }

        Assert.True(shot > 20 && game.Level > 0);
    }

    [Fact]
    public void Schools_cross_their_lane_one_way_and_others_follow_after_half_a_second_to_two_and_a_half()
    {
        SeaquestGame game = Begin(seed: 1, MuchAir);
        int fromLeft = 0, fromRight = 0, sharks = 0, gap = 0;
        EnemyGroup group = game.EnemyGroups[1];
        int count = 0;
        for (int frame = 0; frame < 20_000; frame++)
        {
            _ = group.TryGetEnemy(0, out Box before);
            game.StepWithoutRendering(SeaquestPlayers.Stay);
            bool isThere = group.TryGetEnemy(0, out Box after);
            if (isThere && count > 0) Assert.InRange((after.Left - before.Left) * Math.Sign(group.Velocity), 0, 1);
            if (isThere && count == 0)
            {
                Assert.Equal(group.Velocity > 0 ? -EnemyGroup.Width : 160, after.Left);
                Assert.InRange(gap, 30, 150);
                fromLeft += group.Velocity > 0 ? 1 : 0;
                fromRight += group.Velocity < 0 ? 1 : 0;
                sharks += group.AreSubmarines ? 0 : 1;
            }

            gap = isThere ? 0 : gap + 1;
            count = group.Count;
            Assert.InRange(count, 0, 1);
        }

        Assert.True(fromLeft > 15 && fromRight > 15, $"{fromLeft} from the left, {fromRight} from the right");
        Assert.InRange(sharks, 15, fromLeft + fromRight - 15);
    }

    [Fact]
    public void Schools_are_no_larger_than_the_level_allows()
    {
        int[] largest = new int[4];
        SeaquestGame game = Begin(seed: 2, MuchAir);
        Func<SeaquestGame, int> expert = SeaquestPlayers.Expert();
        for (int frame = 0, action = 0; frame < 30_000 && game.Level < largest.Length && game.Lives > 0; frame++)
        {
            if (frame % ArcadeMatch.ActionRepeat == 0) action = expert(game);
            foreach (EnemyGroup group in game.EnemyGroups) largest[game.Level] = Math.Max(largest[game.Level], group.Count);
            game.StepWithoutRendering(action);
        }

        Assert.Equal([1, 2, 3, 3], largest);
    }

    [Fact]
    public void Only_submarines_fire_ahead_and_no_oftener_than_they_may()
    {
        SeaquestGame game = Begin(seed: 3, MuchAir);
        int fired = 0;
        int[] since = [1000, 1000, 1000, 1000];
        bool[] flew = new bool[Sea.Lanes];
        for (int frame = 0; frame < 10_000; frame++)
        {
            game.StepWithoutRendering(SeaquestPlayers.Stay);
            for (int lane = 0; lane < Sea.Lanes; lane++, since[lane - 1]++)
            {
                EnemyGroup group = game.EnemyGroups[lane];
                bool flies = group.Torpedo.IsFlying;
                if (group.Count == 0) since[lane] = MuchAir.TorpedoInterval;
                if (flies && !flew[lane])
                {
                    Assert.True(group.AreSubmarines);
                    Assert.True(since[lane] >= MuchAir.TorpedoInterval, $"{since[lane]} frames after the last");
                    Assert.Equal(Math.Sign(group.Velocity) * EnemyGroup.TorpedoAdvantage, group.Torpedo.Velocity - group.Velocity);
                    (fired, since[lane]) = (fired + 1, 0);
                }

                flew[lane] = flies;
            }
        }

        Assert.True(fired > 50);
    }

    [Fact]
    public void Divers_come_one_at_a_time_swim_across_and_leave_unharmed()
    {
        var options = new SeaquestOptions { Oxygen = 300, DiverInterval = 100 };
        SeaquestGame game = Begin(seed: 4, options);
        int came = 0, left = 0;
        var places = new Box?[Sea.Lanes];
        for (int frame = 1; frame <= 10_000; frame++)
        {
            game.StepWithoutRendering(SeaquestPlayers.Stay);
            for (int lane = 0; lane < Sea.Lanes; lane++)
            {
                Box? place = game.Divers.TryGet(lane, out Box box) ? box : null;
                if (place is { } now && places[lane] is { } before) Assert.InRange(Math.Abs(now.Left - before.Left), 0, 1);
                if (place is not null && places[lane] is null)
                {
                    Assert.Equal(50, frame % 100);
                    came++;
                }

                if (place is null && places[lane] is { } last)
                {
                    Assert.True(last.Left is 1 - Divers.Width or 159, $"A diver went at column {last.Left}.");
                    left++;
                }

                places[lane] = place;
            }
        }

        Assert.InRange(came, 40, 100);
        Assert.InRange(came - left, 0, Sea.Lanes);
    }

    private static int CountEnemies(SeaquestGame game)
    {
        int count = 0;
        foreach (EnemyGroup group in game.EnemyGroups) count += group.Count;
        return count;
    }
}
