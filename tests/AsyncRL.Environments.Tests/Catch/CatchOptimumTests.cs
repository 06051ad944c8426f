using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Catch;
using AsyncRL.TestSources;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>The known optimum: for all options, a perfect player's return is the number of balls.</summary>
public class CatchOptimumTests
{
    private const int Settings = 400;

    [Fact]
    public void A_player_that_goes_for_the_ball_that_lands_next_catches_every_ball() =>
        CatchesAllWithEveryOption(() => CatchPlayers.Perfect);

    [Fact]
    public void A_player_that_waits_while_the_next_ball_stays_in_reach_catches_every_ball() =>
        CatchesAllWithEveryOption(() => CatchPlayers.Dawdling(new RandomGenerator(3)));

    [Fact]
    public void Pixels_suffice_for_the_optimum_of_the_defaults()
    {
        var task = new CatchTask(new CatchOptions());
        for (int episode = 0; episode < 300; episode++)
        {
            task.Reset();
            while (!task.IsOver) task.Step(ChooseByPixels(task.Observation));
            Assert.Equal(1, task.Return);
        }
    }

    [Fact]
    public void A_random_player_misses_most()
    {
        var task = new CatchTask(new CatchOptions());
        Func<CatchGame, int> player = CatchPlayers.Random(new RandomGenerator(2));
        float sum = 0;
        for (int episode = 0; episode < 1000; episode++) sum += task.Play(player).Return;
        Assert.InRange(sum / 1000, -0.9f, -0.6f);
    }

    private static void CatchesAllWithEveryOption(Func<Func<CatchGame, int>> createPlayer) =>
        Check.One(
            PropertyConfiguration.For("knobs", Settings),
            Prop.ForAll(Arb.From(Knobs()), options => CatchesAll(options, createPlayer())));

    private static bool CatchesAll(CatchOptions options, Func<CatchGame, int> player)
    {
        var task = new CatchTask(options, seed: 5);
        for (int episode = 0; episode < 3; episode++)
        {
            if (task.Play(player).Return != options.Balls) return false;
        }

        return true;
    }

    private static Gen<CatchOptions> Knobs() =>
        from rows in Gen.Choose(2, 30)
        from columns in Gen.Choose(2, 60)
        from width in Gen.Choose(1, Math.Min(columns, 8))
        from drift in Gen.Choose(0, 6)
        from speed in Gen.Choose(1, 6)
        from balls in Gen.Choose(1, 30)
        from delay in Gen.Choose(0, 6)
        select new CatchOptions
        {
            Rows = rows,
            Columns = columns,
            PaddleWidth = width,
            Drift = drift,
            BallSpeed = speed,
            Balls = balls,
            RewardDelay = delay,
        };

    private static int ChooseByPixels(Observation observation)
    {
        ReadOnlySpan<byte> pixels = observation.Pixels;
        int width = observation.Specification.Width, bottom = pixels.Length - width;
        int ball = pixels[..bottom].IndexOf((byte)255) % width;
        int paddle = pixels[bottom..].IndexOf((byte)255) + 1;
        return CatchTask.Stay + Math.Sign(ball - paddle);
    }
}
