using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Racer;

/// <summary>The rules of the race, frame by frame: the car's position on the track, its reward, and the end of the task.</summary>
internal sealed class RacerGame
{
    /// <summary>Reward per meter along the center line.</summary>
    internal const double RewardPerMetre = 0.1;

    /// <summary>The distance from the edge of the asphalt at which the task terminates, in meters.</summary>
    internal const double GrassWidth = 12;

    private readonly RacerOptions _options;
    private readonly RandomGenerator _generator;
    private ulong _trackNumber;

    /// <summary>Makes a race; <see cref="Reset"/> begins the first episode.</summary>
    internal RacerGame(RacerOptions options, RandomGenerator generator)
    {
        _options = options;
        _generator = generator;
        Track = new Track(options.Length, options.Curviness);
        Car = new Car(CarModel.Of(options.Car));
        Traffic = new Traffic(options.Opponents);
        BuildTrack(unchecked((ulong)(options.Track ?? 0)));
    }

    /// <summary>The track.</summary>
    internal Track Track { get; }

    /// <summary>The agent's car.</summary>
    internal Car Car { get; }

    /// <summary>The other cars.</summary>
    internal Traffic Traffic { get; }

    /// <summary>The position of the agent's car on the track.</summary>
    internal TrackPosition Position { get; private set; }

    /// <summary>Whether the car is too far from the road to continue.</summary>
    internal bool IsLost { get; private set; }

    /// <summary>The pedal that was pressed in the last frame.</summary>
    internal Pedal Pedal { get; private set; }

    /// <summary>Whether the car's middle is on the asphalt.</summary>
    internal bool IsOnRoad => Math.Abs(Position.Lateral) <= Track.HalfWidth;

    /// <summary>The car's speed along the center line, in m/s.</summary>
    internal double SpeedAlong
    {
        get
        {
            (double x, double y) = Car.Velocity;
            return (x * Position.DirectionX) + (y * Position.DirectionY);
        }
    }

    /// <summary>Begins an episode: the car is at rest at a random point of the center line and points along it.</summary>
    internal void Reset()
    {
        if (_options.Track is null) BuildTrack(_generator.NextUInt64());
        double along = _generator.NextDouble() * Track.Length;
        PlaceCar(along, 0, 0);
        Traffic.Place(Track, along, Car.Model.TopSpeed, _generator);
    }

    /// <summary>Places the car on the track, pointing along it.</summary>
    /// <param name="along">Meters along the center line.</param>
    /// <param name="lateral">Meters to the left of the center line.</param>
    /// <param name="speed">The car's speed in m/s.</param>
    internal void PlaceCar(double along, double lateral, double speed)
    {
        Car.Place(Track.PlaceAt(along, lateral));
        Car.ForwardSpeed = speed;
        Pedal = Pedal.None;
        Locate();
    }

    /// <summary>Drives for one frame.</summary>
    /// <returns>The reward: <see cref="RewardPerMetre"/> times the speed along the center line times the frame's duration.</returns>
    internal double Advance(Controls controls)
    {
        Pedal = controls.Pedal;
        Car.Advance(controls, IsOnRoad);
        Locate();
        if (IsLost) return 0;
        Traffic.Advance(Track, Position, SpeedAlong);
        if (Collision.Resolve(Car, Position, Traffic, Track)) Locate();
        return RewardPerMetre * SpeedAlong / Car.FrameRate;
    }

    /// <summary>Saves or restores everything that the rest of the episode depends on. Another track is built again.</summary>
    internal void Transfer(StateTransfer state)
    {
        ulong number = _trackNumber;
        state.Bits(ref number);
        if (number != _trackNumber) BuildTrack(number);
        Pedal = (Pedal)state.Number((int)Pedal, "pedal", (int)Pedal.None, (int)Pedal.Brake);
        Car.Transfer(state);
        Traffic.Transfer(state);
        state.Generator(_generator);
        if (state.IsRestoring) Locate();
    }

    private void BuildTrack(ulong number)
    {
        _trackNumber = number;
        Track.Build(number);
    }

    private void Locate()
    {
        bool isNear = Track.TryLocate(Car.X, Car.Y, out TrackPosition position);
        Position = position;
        IsLost = !isNear || Math.Abs(position.Lateral) > Track.HalfWidth + GrassWidth;
    }
}
