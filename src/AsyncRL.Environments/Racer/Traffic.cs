namespace AsyncRL.Environments.Racer;

/// <summary>Another car: it keeps to its lane, so its place is told by the track.</summary>
internal struct Opponent
{
    /// <summary>Metres along the centre line.</summary>
    internal double Along;

    /// <summary>Metres to the left of the centre line.</summary>
    internal double Lateral;

    /// <summary>In m/s along its lane.</summary>
    internal double Speed;

    /// <summary>The speed in m/s that it keeps on a straight.</summary>
    internal double Cruise;
}

/// <summary>The other cars. They slow down for curves and for whoever drives ahead of them in their lane, and never change lanes.</summary>
internal sealed class Traffic
{
    /// <summary>Metres from a lane's middle to the centre line.</summary>
    internal const double Lane = 2.6;

    /// <summary>Cruising speed of a middling opponent as a share of the own car's top speed.</summary>
    internal const double CruiseShare = 0.4;

    /// <summary>Length of a car in metres.</summary>
    internal const double CarLength = 4.4;

    /// <summary>Width of a car in metres.</summary>
    internal const double CarWidth = 1.9;

    private const double CruiseSpread = 0.2;
    private const double SidewaysAcceleration = 3;
    private const double Acceleration = 3;
    private const double Braking = 8;
    private const double Following = 6;
    private const double FollowingSeconds = 0.7;

    private const double LargestSavedPlace = 1e6;
    private const double LargestSavedSpeed = 1e3;

    private readonly Opponent[] _opponents;

    /// <summary>Makes the cars, not yet placed.</summary>
    internal Traffic(int count) => _opponents = new Opponent[count];

    /// <summary>The cars.</summary>
    internal Span<Opponent> Opponents => _opponents;

    /// <summary>Spreads the cars over the track, left and right by turns, at their cruising speeds.</summary>
    /// <param name="track">The track.</param>
    /// <param name="along">Where the own car starts.</param>
    /// <param name="topSpeed">The own car's top speed in m/s.</param>
    /// <param name="generator">Draws how fast each is.</param>
    internal void Place(Track track, double along, double topSpeed, Randomness.RandomGenerator generator)
    {
        double gap = track.Length / (_opponents.Length + 1);
        for (int i = 0; i < _opponents.Length; i++)
        {
            double cruise = CruiseShare * topSpeed * (1 + (CruiseSpread * (generator.NextDouble() - 0.5)));
            _opponents[i] = new Opponent
            {
                Along = track.Wrap(along + ((i + 1) * gap)),
                Lateral = (i & 1) == 0 ? -Lane : Lane,
                Cruise = cruise,
            };
            _opponents[i].Speed = SpeedFor(_opponents[i], track);
        }
    }

    /// <summary>Drives all of them for a frame.</summary>
    /// <param name="track">The track.</param>
    /// <param name="position">Where the own car is.</param>
    /// <param name="speed">The own car's speed along the track in m/s.</param>
    internal void Advance(Track track, TrackPosition position, double speed)
    {
        const double Dt = 1.0 / Car.FrameRate;
        for (int i = 0; i < _opponents.Length; i++)
        {
            ref Opponent opponent = ref _opponents[i];
            double wanted = Math.Min(SpeedFor(opponent, track), SpeedBehind(opponent, position.Along, position.Lateral, speed, track));
            for (int k = 0; k < _opponents.Length; k++)
            {
                Opponent other = _opponents[k];
                if (k != i) wanted = Math.Min(wanted, SpeedBehind(opponent, other.Along, other.Lateral, other.Speed, track));
            }

            opponent.Speed += Math.Clamp(wanted - opponent.Speed, -Braking * Dt, Acceleration * Dt);
            double nearness = 1 - (track.CurvatureAt(opponent.Along) * opponent.Lateral);
            opponent.Along = track.Wrap(opponent.Along + (opponent.Speed / nearness * Dt));
        }
    }

    /// <summary>Writes the cars.</summary>
    internal void SaveState(BinaryWriter writer)
    {
        foreach (Opponent opponent in _opponents)
        {
            writer.Write(opponent.Along);
            writer.Write(opponent.Lateral);
            writer.Write(opponent.Speed);
            writer.Write(opponent.Cruise);
        }
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    internal void RestoreState(BinaryReader reader)
    {
        foreach (ref Opponent opponent in _opponents.AsSpan())
        {
            opponent.Along = reader.ReadReal("place of a car", 0, LargestSavedPlace);
            opponent.Lateral = reader.ReadReal("lane of a car", -Lane, Lane);
            opponent.Speed = reader.ReadReal("speed of a car", 0, LargestSavedSpeed);
            opponent.Cruise = reader.ReadReal("cruising speed of a car", 0, LargestSavedSpeed);
        }
    }

    /// <summary>The speed for the curve here and a second ahead.</summary>
    private static double SpeedFor(Opponent opponent, Track track)
    {
        double here = Math.Abs(track.CurvatureAt(opponent.Along));
        double ahead = Math.Abs(track.CurvatureAt(opponent.Along + opponent.Speed));
        double curvature = Math.Max(Math.Max(here, ahead), 1e-9);
        return Math.Min(opponent.Cruise, Math.Sqrt(SidewaysAcceleration / curvature));
    }

    /// <summary>The speed that keeps the distance to a car ahead in the same lane; no limit if it is not.</summary>
    private static double SpeedBehind(Opponent opponent, double along, double lateral, double speed, Track track)
    {
        double gap = track.Ahead(opponent.Along, along) - CarLength;
        bool isAhead = gap > -0.5 * CarLength && Math.Abs(lateral - opponent.Lateral) < CarWidth + 0.3;
        return isAhead && gap < Following + (FollowingSeconds * opponent.Speed)
            ? Math.Max(0, speed + ((gap - Following) / FollowingSeconds))
            : double.PositiveInfinity;
    }
}
