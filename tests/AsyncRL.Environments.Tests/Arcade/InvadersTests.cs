using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade.Invaders;
using AsyncRL.Environments.Tests.Arcade.Players;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The rules of Invaders.</summary>
public class InvadersTests
{
    [Fact]
    public void The_cannon_stops_at_the_edges_and_fires_one_shot_at_a_time()
    {
        InvadersGame game = Begin(seed: 1);
        for (int frame = 0; frame < 40; frame++) game.StepWithoutRendering(InvadersPlayers.Left);
        Assert.Equal(InvadersGame.Left, game.CannonColumn);
        Assert.False(game.IsShotFlying);
        game.StepWithoutRendering(InvadersPlayers.RightFire);
        Assert.True(game.IsShotFlying);
        Assert.True(game.CannonColumn > InvadersGame.Left);
    }

    [Fact]
    public void Each_invader_pays_by_its_row_and_the_saucer_a_hundred()
    {
        InvadersGame game = Begin(seed: 2);
        var paid = new SortedSet<int>();
        for (int frame = 0, action = 0; frame < 20_000 && game.Lives > 0; frame++)
        {
            if (frame % 4 == 0) action = InvadersPlayers.Expert(game);
            int before = game.CountInvaders();
            StepOutcome outcome = game.StepWithoutRendering(action);
            if (outcome.IsEnd) break;
            if (outcome.Reward == 0) continue;
            paid.Add((int)outcome.Reward);
            int after = game.CountInvaders();
            int killed = before == 1 && after == InvadersGame.Rows * InvadersGame.Columns ? 1 : before - after;
            Assert.Equal(outcome.Reward == 100 ? 0 : 1, killed);
        }

        paid.Remove(100);
        Assert.Equal([5, 10, 15, 20, 25], paid);
    }

    [Fact]
    public void Invaders_turn_at_the_edges_and_come_lower_there_and_only_there()
    {
        InvadersGame game = Begin(seed: 3);
        int turns = 0;
        (int left, int top, int direction) = game.Formation;
        for (int frame = 0; frame < 2500; frame++)
        {
            if (game.StepWithoutRendering(InvadersPlayers.Stay).IsEnd) break;
            (int newLeft, int newTop, int newDirection) = game.Formation;
            Assert.Equal(newDirection != direction, newTop > top);
            Assert.InRange(newLeft, InvadersGame.Left, InvadersGame.Right - InvadersGame.InvaderSize);
            if (newDirection != direction) turns++;
            (left, top, direction) = (newLeft, newTop, newDirection);
        }

        Assert.True(turns >= 1 && left > 0);
    }

    [Fact]
    public void The_fewer_invaders_are_left_the_faster_they_march()
    {
        InvadersGame game = Begin(seed: 4);
        double before = game.MarchSpeed;
        int invaders = game.CountInvaders();
        for (int frame = 0; frame < 600; frame++)
        {
            game.StepWithoutRendering(InvadersPlayers.Expert(game));
            Assert.Equal(game.CountInvaders() < invaders, game.MarchSpeed > before);
        }

        Assert.True(game.CountInvaders() < invaders);
    }

    [Fact]
    public void Bombs_cost_lives_and_the_last_life_ends_the_game()
    {
        InvadersGame game = Begin(seed: 5, new InvadersOptions { Bunkers = false });
        StepOutcome outcome = default;
        int lost = 0;
        for (int frame = 0; frame < 20_000 && !outcome.IsEnd; frame++)
        {
            int before = game.Lives;
            outcome = game.StepWithoutRendering(InvadersPlayers.Stay);
            Assert.InRange(before - game.Lives, 0, 1);
            lost += before - game.Lives;
        }

        Assert.True(outcome.Terminated && lost > 0);
    }

    [Fact]
    public void Invaders_that_come_down_to_the_bunkers_end_the_game_whatever_lives_are_left()
    {
        InvadersGame game = Begin(seed: 6, new InvadersOptions { BombInterval = 1000, Lives = 9 });
        StepOutcome outcome = default;
        for (int frame = 0; frame < 100_000 && !outcome.IsEnd; frame++) outcome = game.StepWithoutRendering(InvadersPlayers.Stay);
        Assert.True(outcome.Terminated && game.Lives > 0);
    }

    [Fact]
    public void Bunkers_stop_shots_and_are_broken_by_them()
    {
        var bunkers = new Bunkers();
        bunkers.Build();
        const int X = 40;
        int hits = 0;
        while (TryHitFromAbove(bunkers, X)) hits++;
        Assert.InRange(hits, 4, 6);
        Assert.False(TryHitFromAbove(bunkers, X + Bunkers.CellSize));
        Assert.True(TryHitFromAbove(bunkers, X + 40));
    }

    private static bool TryHitFromAbove(Bunkers bunkers, int x)
    {
        for (int y = Bunkers.Top - 10; y < Bunkers.Top + 20; y++)
        {
            if (bunkers.TryBreak(x, y)) return true;
        }

        return false;
    }

    private static InvadersGame Begin(ulong seed, InvadersOptions? options = null)
    {
        var game = new InvadersGame(options ?? new InvadersOptions(), new RandomGenerator(seed));
        game.Reset(new Observation(game.Observation));
        return game;
    }
}
