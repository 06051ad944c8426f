namespace AsyncRL.Environments.Racer;

/// <summary>
/// The own car against the others, as rectangles in the track's coordinates. Whoever touches is moved apart and loses speed on both
/// sides: at a side some each frame, at an end the one behind falls below the speed of the one ahead.
/// </summary>
internal static class Collision
{
    /// <summary>What is left of both speeds after a frame of side against side.</summary>
    internal const double SideLoss = 0.97;

    /// <summary>The speed of the one behind after a bump, as a share of that of the one ahead.</summary>
    internal const double BehindShare = 0.6;

    /// <summary>What is left of the speed of the one ahead after a bump.</summary>
    internal const double AheadShare = 0.9;

    /// <summary>Resolves the first contact there is.</summary>
    /// <param name="car">The own car.</param>
    /// <param name="position">Where it is.</param>
    /// <param name="traffic">The others.</param>
    /// <param name="track">The track.</param>
    /// <returns>Whether the own car touched another.</returns>
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
