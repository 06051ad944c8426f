using AsyncRL.Environments.Racer;

namespace AsyncRL.Environments.Tests.Racer;

public class RacerRulesTests
{
    /// <summary>
    /// The car's motion along the track is ds/dt = v∥ / (1 − κ·d). On the inside of a curve the coordinate moves faster than the car.
    /// </summary>
    [Fact]
    public void The_reward_is_the_speed_along_the_center_line()
    {
        RacerEnvironment environment = RacerTask.Begin(new() { Track = 3, ActionRepeat = 1 }, 1, out Observation observation);
        RacerGame game = environment.Game;
        var expert = new RacerExpert(game);
        double total = 0, covered = 0;
        for (int frame = 0; frame < 1500; frame++)
        {
            TrackPosition before = game.Position;
            float reward = environment.Step((int)expert.Choose(), observation).Reward;
            double difference = game.Track.Ahead(before.Along, game.Position.Along);
            double curvature = 0.5 * (before.Curvature + game.Position.Curvature), lateral = game.Position.Lateral;
            double advance = difference * (1 - (curvature * lateral));
            Assert.Equal(advance * RacerGame.RewardPerMetre, reward, 0.003);
            total += reward;
            covered += advance;
        }

        Assert.Equal(covered * RacerGame.RewardPerMetre, total, 0.003 * total);
        Assert.InRange(covered, 500, 1000);
    }

    [Fact]
    public void The_reward_does_not_depend_on_where_the_car_is_across_the_road_and_is_negative_backwards()
    {
        RacerGame game = RacerTask.Game(new() { Track = 3 });
        (double middle, _) = RacerTask.LongestStraight(game.Track);
        foreach (double lateral in (double[])[-5, 0, 5])
        {
            game.PlaceCar(middle, lateral, 20);
            Assert.Equal(RacerGame.RewardPerMetre * 20 / 60, game.Advance(default), 0.001);
        }

        game.PlaceCar(middle, 0, 20);
        game.Car.Heading = Trigonometry.Wrap(game.Car.Heading + Math.PI);
        Assert.Equal(-RacerGame.RewardPerMetre * 20 / 60, game.Advance(default), 0.001);
        game.PlaceCar(middle, 0, 20);
        game.Car.Heading += Math.PI / 3;
        Assert.Equal(RacerGame.RewardPerMetre * 10 / 60, game.Advance(default), 0.001);
    }

    [Fact]
    public void A_race_begins_at_rest_on_the_center_line_and_along_it()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            RacerGame game = RacerTask.Game(new() { Opponents = 2 }, seed);
            Assert.Equal(0, game.Position.Lateral, 0.01);
            Assert.Equal((0.0, 0.0), game.Car.Velocity);
            (double x, double y) = game.Car.Direction;
            Assert.Equal(1, (x * game.Position.DirectionX) + (y * game.Position.DirectionY), 0.001);
        }
    }

    [Fact]
    public void Time_truncates_and_the_end_of_the_grass_terminates()
    {
        RacerEnvironment environment = RacerTask.Begin(new() { Seconds = 2 }, 1, out Observation observation);
        Assert.Equal(30, environment.LongestEpisode);
        for (int step = 1; step <= 30; step++)
            Assert.Equal(step == 30, environment.Step((int)RacerAction.Coast, observation) is { Truncated: true, Terminated: false });

        environment = RacerTask.Begin(new() { Seconds = 60 }, 1, out observation);
        environment.Game.Car.Heading += Math.PI / 2;
        StepOutcome outcome = default;
        while (!outcome.IsEnd) outcome = environment.Step((int)RacerAction.Accelerate, observation);
        Assert.True(outcome is { Terminated: true, Truncated: false });
        Assert.InRange(Math.Abs(environment.Game.Position.Lateral), Track.HalfWidth + RacerGame.GrassWidth, 20);
    }

    [Theory]
    [InlineData("slow", true)]
    [InlineData("fast", false)]
    public void At_full_throttle_the_slow_car_takes_the_tightest_curve_and_the_fast_one_leaves_the_road(string car, bool isKept)
    {
        for (int number = 0; number < 15; number++)
        {
            var options = new RacerOptions { Car = car, Track = number, ActionRepeat = 2 };
            RacerEnvironment environment = RacerTask.Begin(options, 1, out Observation observation);
            RacerGame game = environment.Game;
            double begin = RacerTask.TightestPoint(game.Track) * game.Track.Step;
            game.PlaceCar(begin - 40, 0, game.Car.Model.TopSpeed);
            var driver = new RacerExpert(game) { Brakes = false };
            bool isOnRoad = true;
            for (int step = 0; step < 30 * 8 && !game.IsLost; step++)
            {
                environment.Step((int)driver.Choose(), observation);
                isOnRoad &= game.IsOnRoad;
            }

            Assert.True(isOnRoad == isKept, $"Track {number}: on the road {isOnRoad}.");
        }
    }

    [Fact]
    public void A_fixed_track_stays_and_otherwise_each_episode_has_its_own()
    {
        RacerEnvironment stays = RacerTask.Begin(new() { Track = 9 }, 1, out Observation observation);
        TrackPoint[] first = stays.Game.Track.Points.ToArray();
        stays.Reset(observation);
        Assert.Equal(first, stays.Game.Track.Points.ToArray());
        Assert.Equal(first, RacerTask.Game(new() { Track = 9 }, 2).Track.Points.ToArray());

        RacerEnvironment changes = RacerTask.Begin(new(), 1, out _);
        first = changes.Game.Track.Points.ToArray();
        changes.Reset(observation);
        Assert.NotEqual(first, changes.Game.Track.Points.ToArray());
    }
}
