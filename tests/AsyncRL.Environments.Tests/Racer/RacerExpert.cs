using AsyncRL.Environments.Racer;

namespace AsyncRL.Environments.Tests.Racer;

/// <summary>
/// A driver with fixed rules. It steers toward a point of the center line some way ahead (pure pursuit: Coulter, 1992), and brakes as soon
/// as the speed is higher than a curve ahead allows. It reads the game's state instead of the picture.
/// </summary>
internal sealed class RacerExpert(RacerGame game)
{
    /// <summary>The sideways acceleration that it expects from the tires, in m/s².</summary>
    internal double Cornering { get; init; } = 6.5;

    /// <summary>Whether it brakes before curves.</summary>
    internal bool Brakes { get; init; } = true;

    /// <summary>Whether it drives around opponents.</summary>
    internal bool Overtakes { get; init; } = true;

    private const double Deceleration = 7;
    private const double LookStep = 4;
    private const double SteeringDeadband = 0.012;

    /// <summary>Chooses an action.</summary>
    internal RacerAction Choose()
    {
        Car car = game.Car;
        double speed = Math.Max(0, car.ForwardSpeed);
        double error = WantedSteering(speed) - car.Steering;
        int side = Math.Abs(error) < SteeringDeadband ? 0 : Math.Sign(error);
        double excess = Brakes ? speed - AllowedSpeed() : double.NegativeInfinity;
        if (excess > 1.5 && (Math.Abs(error) < 0.04 || excess > 4)) return RacerAction.Brake;
        bool isTooFast = excess > -0.5;
        return (side, isTooFast) switch
        {
            (0, false) => RacerAction.Accelerate,
            (1, false) => RacerAction.AccelerateLeft,
            (-1, false) => RacerAction.AccelerateRight,
            (1, true) => RacerAction.CoastLeft,
            (-1, true) => RacerAction.CoastRight,
            _ => RacerAction.Coast,
        };
    }

    /// <summary>The front wheels' angle for the circle through the car, tangent to its motion, and a point ahead.</summary>
    private double WantedSteering(double speed)
    {
        Car car = game.Car;
        double distance = 7 + (0.45 * speed);
        TrackPoint target = game.Track.PlaceAt(game.Position.Along + distance, WantedLateral(speed));
        double dx = target.X - car.X, dy = target.Y - car.Y;
        (double x, double y) = car.Direction;
        double left = (dy * x) - (dx * y);
        return 2.6 * 2 * left / ((dx * dx) + (dy * dy));
    }

    /// <summary>A lane without a car ahead, or the middle if the road is free.</summary>
    private double WantedLateral(double speed)
    {
        double nearest = 15 + (1.2 * speed), wanted = 0;
        if (!Overtakes) return 0;
        foreach (Opponent opponent in game.Traffic.Opponents)
        {
            double gap = game.Track.Ahead(game.Position.Along, opponent.Along);
            if (gap < -6 || gap > nearest) continue;
            nearest = gap;
            wanted = opponent.Lateral > 0 ? -Traffic.Lane : Traffic.Lane;
        }

        return wanted;
    }

    /// <summary>The highest speed from which every curve ahead can still be reached slowly enough.</summary>
    private double AllowedSpeed()
    {
        double allowed = double.PositiveInfinity;
        for (double ahead = 0; ahead < 150; ahead += LookStep)
        {
            double curvature = Math.Abs(game.Track.CurvatureAt(game.Position.Along + ahead));
            if (curvature == 0) continue;
            allowed = Math.Min(allowed, Math.Sqrt((Cornering / curvature) + (2 * Deceleration * Math.Max(0, ahead - 4))));
        }

        return allowed;
    }
}
