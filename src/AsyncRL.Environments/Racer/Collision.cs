namespace AsyncRL.Environments.Racer;

/// <summary>
/// The agent's car against the others, as rectangles in the track's coordinates. Cars that touch are separated, and both lose speed. If
/// sides touch, both lose a part of their speed in each frame. If ends touch, the car behind becomes slower than the car ahead.
/// </summary>
internal static class Collision
{
    /// <summary>The share of both speeds that is left after a frame in which sides touch.</summary>
    internal const double SideLoss = 0.97;

    /// <summary>The speed of the car behind after a bump, as a share of the speed of the car ahead.</summary>
    internal const double BehindShare = 0.6;

    /// <summary>The share of the speed of the car ahead that is left after a bump.</summary>
    internal const double AheadShare = 0.9;

    /// <summary>Resolves the first contact, if there is one.</summary>
    /// <param name="car">The agent's car.</param>
    /// <param name="position">The position of that car.</param>
    /// <param name="traffic">The other cars.</param>
    /// <param name="track">The track.</param>
    /// <returns>Whether the agent's car touched another car.</returns>
    internal static bool Resolve(Car car, TrackPosition position, Traffic traffic, Track track)
    {
        foreach (ref Opponent opponent in traffic.Opponents)
        {
            double ahead = track.Ahead(position.Along, opponent.Along) * (1 - (position.Curvature * position.Lateral));
            double left = opponent.Lateral - position.Lateral;
            double depthAlong = Traffic.CarLength - Math.Abs(ahead), depthLateral = Traffic.CarWidth - Math.Abs(left);
            if (depthAlong <= 0 || depthLateral <= 0) continue;
            if (depthLateral < 0.5 * depthAlong) Scrape(car, position, ref opponent, left > 0 ? -depthLateral : depthLateral);
            else Bump(car, position, ref opponent, ahead > 0 ? -depthAlong : depthAlong);
            return true;
        }

        return false;
    }

    private static void Scrape(Car car, TrackPosition position, ref Opponent opponent, double shift)
    {
        car.X -= shift * position.DirectionY;
        car.Y += shift * position.DirectionX;
        car.ForwardSpeed *= SideLoss;
        car.SideSpeed *= SideLoss;
        opponent.Speed *= SideLoss;
    }

    private static void Bump(Car car, TrackPosition position, ref Opponent opponent, double shift)
    {
        car.X += shift * position.DirectionX;
        car.Y += shift * position.DirectionY;
        if (shift < 0)
        {
            double limit = BehindShare * opponent.Speed;
            double scale = car.ForwardSpeed > limit ? limit / car.ForwardSpeed : 1;
            car.ForwardSpeed *= scale;
            car.SideSpeed *= scale;
            opponent.Speed *= AheadShare;
        }
        else
        {
            opponent.Speed = Math.Min(opponent.Speed, BehindShare * Math.Max(0, car.ForwardSpeed));
            car.ForwardSpeed *= AheadShare;
        }
    }
}
