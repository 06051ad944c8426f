using AsyncRL.Environments.Racer;

namespace AsyncRL.Environments.Tests.Racer;

public class TrafficTests
{
    [Fact]
    public void Running_into_a_slower_car_slows_both()
    {
        RacerGame game = Straight(out double middle);
        Place(game, middle + 6, 0, 15);
        game.PlaceCar(middle, 0, 30);
        double opponentBefore = game.Traffic.Opponents[0].Speed;
        for (int frame = 0; frame < 20 && game.Car.ForwardSpeed > 29; frame++) game.Advance(new(0, Pedal.Throttle));
        Assert.InRange(game.Car.ForwardSpeed, 5, 0.6 * opponentBefore);
        Assert.InRange(game.Traffic.Opponents[0].Speed, 5, 0.95 * opponentBefore);
    }

    [Fact]
    public void Side_against_side_slows_both_and_moves_them_apart()
    {
        RacerGame game = Straight(out double middle);
        Place(game, middle, 1.2, 20);
        game.PlaceCar(middle, 0, 20);
        game.Advance(default);
        Assert.True(game.Car.ForwardSpeed < 20 * 0.98);
        Assert.True(game.Traffic.Opponents[0].Speed < 20 * 0.98);
        Assert.Equal(1.2 - Traffic.CarWidth, game.Position.Lateral, 0.02);
    }

    [Fact]
    public void Cars_that_do_not_touch_do_not_slow_each_other()
    {
        RacerGame game = Straight(out double middle);
        Place(game, middle, 2.6, 20);
        game.PlaceCar(middle, 0, 20);
        game.Advance(new(0, Pedal.Throttle));
        Assert.True(game.Car.ForwardSpeed > 20);
    }

    [Fact]
    public void An_opponent_does_not_run_into_a_car_that_stands_in_its_lane()
    {
        RacerGame game = Straight(out double middle);
        Place(game, middle - 60, 0, 20);
        game.PlaceCar(middle, 0, 0);
        for (int frame = 0; frame < 10 * Car.FrameRate; frame++) game.Advance(default);
        Assert.InRange(game.Track.Ahead(game.Traffic.Opponents[0].Along, game.Position.Along), Traffic.CarLength, 20);
        Assert.InRange(game.Traffic.Opponents[0].Speed, 0, 0.5);
    }

    [Fact]
    public void Opponents_keep_their_lanes_and_the_speed_limit_and_never_meet()
    {
        RacerGame game = RacerTask.Game(new() { Opponents = 12, Track = 4 });
        double[] lanes = [.. Array.ConvertAll(game.Traffic.Opponents.ToArray(), opponent => opponent.Lateral)];
        game.PlaceCar(0, 10, 0);
        for (int frame = 0; frame < 60 * Car.FrameRate; frame++)
        {
            game.Advance(default);
            for (int i = 0; i < lanes.Length; i++)
            {
                Opponent opponent = game.Traffic.Opponents[i];
                Assert.Equal(lanes[i], opponent.Lateral);
                Assert.InRange(opponent.Speed, 0, 0.45 * CarModel.Fast.TopSpeed);
                for (int k = 0; k < i; k++)
                {
                    bool isSameLane = lanes[i] == lanes[k];
                    double gap = Math.Abs(game.Track.Ahead(opponent.Along, game.Traffic.Opponents[k].Along));
                    Assert.True(!isSameLane || gap > Traffic.CarLength, $"Opponents {i} and {k} meet in frame {frame}.");
                }
            }
        }
    }

    private static RacerGame Straight(out double middle)
    {
        RacerGame game = RacerTask.Game(new() { Opponents = 1, Track = 3 });
        (middle, double length) = RacerTask.LongestStraight(game.Track);
        Assert.True(length > 60);
        return game;
    }

    private static void Place(RacerGame game, double along, double lateral, double speed) =>
        game.Traffic.Opponents[0] = new() { Along = game.Track.Wrap(along), Lateral = lateral, Speed = speed, Cruise = speed };
}
