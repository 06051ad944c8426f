using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Arcade.Seaquest;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Preprocessing;
using AsyncRL.Environments.Tests.Arcade.Players;
using static AsyncRL.Environments.Tests.Arcade.Players.SeaquestDrive;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The rules of the contract suite, tested in a Seaquest game in states that random play does not reach.</summary>
public class SeaquestRecordTests
{
    private const int Frames = 6000;

    [Fact]
    public void A_state_saved_at_any_moment_of_a_good_game_continues_alike()
    {
        SeaquestGame game = Begin(seed: 5), restored = game;
        Observation expected = new(game.Observation), actual = new(game.Observation);
        bool wasMoored = false, wasPaused = false;
        int[] actions = Record(seed: 5);
        for (int frame = 0; frame + 40 < actions.Length; frame++)
        {
            if (frame % 40 == 0)
            {
                restored = Begin(seed: (ulong)frame);
                Repeat(restored, frame % 80 == 0 ? SeaquestPlayers.Firing(SeaquestPlayers.Left) : SeaquestPlayers.Down, frame % 280);
                StateBytes.Restore(restored, StateBytes.Of(game));
                wasMoored |= game.IsMoored;
                wasPaused |= game.IsPaused;
            }

            Assert.Equal(game.Step(actions[frame], expected), restored.Step(actions[frame], actual));
            Assert.True(expected.Pixels.SequenceEqual(actual.Pixels));
        }

        Assert.Equal(StateBytes.Of(game), StateBytes.Of(restored));
        Assert.True(wasMoored && wasPaused && game.Level > 0);
    }

    [Fact]
    public void A_good_game_allocates_nothing()
    {
        SeaquestGame game = Begin(seed: 5);
        var observation = new Observation(game.Observation);
        int[] actions = Record(seed: 5);
        foreach (int action in actions.AsSpan(0, 100)) game.Step(action, observation);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (int action in actions.AsSpan(100)) game.Step(action, observation);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(game.Level > 0);
    }

    /// <summary>An object is visible if the small picture differs from that of an empty sea by a tenth of full brightness.</summary>
    [Fact]
    public void Everything_is_visible_in_84_by_84_grays()
    {
        const int Size = 84, Contrast = 26;
        var drawn = new SeaquestGame(new SeaquestOptions(), new RandomGenerator(5));
        var small = new Resize(drawn, Size, Size);
        Observation empty = new(small.Observation), seen = new(small.Observation);
        small.Reset(empty);
        var kinds = new SortedSet<string>();
        int[] actions = Record(seed: 5);
        for (int frame = 0; frame < actions.Length; frame++)
        {
            small.Step(actions[frame], seen);
            if (!drawn.IsPaused && drawn.Player.IsSubmerged) Look("submarine", drawn.Player.Box);
            if (drawn.Torpedo.IsFlying) Look("torpedo", drawn.Torpedo.Box);
            foreach (EnemyGroup group in drawn.EnemyGroups)
            {
                if (group.Torpedo.IsFlying) Look("enemy's torpedo", group.Torpedo.Box);
                if (group.TryGetEnemy(0, out Box enemy)) Look(group.AreSubmarines ? "enemy submarine" : "shark", enemy);
            }

            for (int lane = 0; lane < Sea.Lanes; lane++)
            {
                if (drawn.Divers.TryGet(lane, out Box diver)) Look("diver", diver);
            }
        }

        Assert.Equal(["diver", "enemy submarine", "enemy's torpedo", "shark", "submarine", "torpedo"], kinds);

        void Look(string kind, Box box)
        {
            bool isWhole = box.Left >= 0 && box.Right <= Screen.Width && box.Top >= Sea.SubmergedRow;
            if (!isWhole) return;
            kinds.Add(kind);
            int most = 0;
            for (int row = box.Top * Size / Screen.Height; row <= (box.Bottom - 1) * Size / Screen.Height; row++)
            {
                for (int column = box.Left * Size / Screen.Width; column <= (box.Right - 1) * Size / Screen.Width; column++)
                    most = Math.Max(most, Math.Abs(seen.Pixels[(row * Size) + column] - empty.Pixels[(row * Size) + column]));
            }

            Assert.True(most >= Contrast, $"A {kind} at {box} differs by {most} gray levels.");
        }
    }

    /// <summary>The actions of a good game, frame by frame.</summary>
    private static int[] Record(ulong seed)
    {
        SeaquestGame game = Begin(seed);
        Func<SeaquestGame, int> expert = SeaquestPlayers.Expert();
        var actions = new List<int>();
        for (int action = 0; actions.Count < Frames;)
        {
            if (actions.Count % ArcadeMatch.ActionRepeat == 0) action = expert(game);
            actions.Add(action);
            if (game.StepWithoutRendering(action).IsEnd) break;
        }

        return [.. actions];
    }
}
