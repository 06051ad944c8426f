using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Racer;

/// <summary>Another car: it keeps its lane, so its position is given in the track's coordinates.</summary>
internal struct Opponent
{
    /// <summary>Meters along the center line.</summary>
    internal double Along;

    /// <summary>Meters to the left of the center line.</summary>
    internal double Lateral;

    /// <summary>The current speed in m/s along its lane.</summary>
    internal double Speed;

    /// <summary>The speed in m/s that it keeps on a straight.</summary>
    internal double Cruise;
}

/// <summary>The other cars. They slow down for curves and for cars ahead of them in their lane. They never change lanes.</summary>
internal sealed class Traffic
{
    /// <summary>Meters from a lane's middle to the center line.</summary>
    internal const double Lane = 2.6;

    /// <summary>The cruising speed of an average opponent as a share of the top speed of the agent's car.</summary>
    internal const double CruiseShare = 0.4;

    /// <summary>Length of a car in meters.</summary>
    internal const double CarLength = 4.4;

    /// <summary>Width of a car in meters.</summary>
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

    /// <summary>Spreads the cars over the track, alternately left and right, at their cruising speeds.</summary>
    /// <param name="track">The track.</param>
    /// <param name="along">The start of the agent's car, in meters along the center line.</param>
    /// <param name="topSpeed">The top speed of the agent's car in m/s.</param>
    /// <param name="generator">Draws their cruising speeds.</param>
    internal void Place(Track track, double along, double topSpeed, RandomGenerator generator)
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

    /// <summary>Drives all of them for one frame.</summary>
    /// <param name="track">The track.</param>
    /// <param name="position">The position of the agent's car.</param>
    /// <param name="speed">The speed of the agent's car along the track in m/s.</param>
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

    /// <summary>Saves or restores the cars.</summary>
    internal void Transfer(StateTransfer state)
    {
        foreach (ref Opponent opponent in _opponents.AsSpan())
        {
            state.Real(ref opponent.Along, "place of a car", 0, LargestSavedPlace);
            state.Real(ref opponent.Lateral, "lane of a car", -Lane, Lane);
            state.Real(ref opponent.Speed, "speed of a car", 0, LargestSavedSpeed);
            state.Real(ref opponent.Cruise, "cruising speed of a car", 0, LargestSavedSpeed);
        }
    }

    /// <summary>The speed for the curve at the car and one second ahead.</summary>
    private static double SpeedFor(Opponent opponent, Track track)
    {
        double here = Math.Abs(track.CurvatureAt(opponent.Along));
        double ahead = Math.Abs(track.CurvatureAt(opponent.Along + opponent.Speed));
        double curvature = Math.Max(Math.Max(here, ahead), 1e-9);
        return Math.Min(opponent.Cruise, Math.Sqrt(SidewaysAcceleration / curvature));
    }

    /// <summary>The speed that keeps the distance to a car ahead; no limit if that car is not in the same lane.</summary>
    private static double SpeedBehind(Opponent opponent, double along, double lateral, double speed, Track track)
    {
        double gap = track.Ahead(opponent.Along, along) - CarLength;
        bool isAhead = gap > -0.5 * CarLength && Math.Abs(lateral - opponent.Lateral) < CarWidth + 0.3;
        return isAhead && gap < Following + (FollowingSeconds * opponent.Speed)
            ? Math.Max(0, speed + ((gap - Following) / FollowingSeconds))
            : double.PositiveInfinity;
    }
}
