namespace AsyncRL.Environments.Torcs.Racing;

/// <summary>What the robot tells of a race, in the order of robot.c: meters, seconds and radians; positive is to the left.</summary>
/// <param name="numbers">The numbers.</param>
internal readonly ref struct RaceState(ReadOnlySpan<float> numbers)
{
    /// <summary>The distances to the edges of the track.</summary>
    internal const int Ranges = 19;

    /// <summary>The lengths over which the track's turn is told.</summary>
    internal const int Bends = 6;

    /// <summary>The sectors around the car in which opponents are seen.</summary>
    internal const int Sectors = 12;

    /// <summary>Seconds of a control step.</summary>
    internal const double SecondsPerControlStep = 0.02;

    private const int Facts = 19;

    private readonly ReadOnlySpan<float> _numbers = numbers;

    /// <summary>
    /// Whether the physics of TORCS has lost the car: a number of its own car is not finite. The places of opponents may be lost, too.
    /// </summary>
    internal bool IsLost
    {
        get
        {
            foreach (float number in _numbers[..(Facts + Ranges + Bends)])
            {
                if (!float.IsFinite(number)) return true;
            }

            return false;
        }
    }

    /// <summary>Meters along the track's axis since the last state.</summary>
    internal float Progress => _numbers[1];

    /// <summary>Speed along the track's axis.</summary>
    internal float SpeedAlong => _numbers[2];

    /// <summary>Speed in the direction of the car.</summary>
    internal float SpeedForward => _numbers[3];

    /// <summary>Speed to the left of the car.</summary>
    internal float SpeedLeft => _numbers[4];

    /// <summary>Speed of turning.</summary>
    internal float YawRate => _numbers[5];

    /// <summary>The direction of the car from that of the track's axis.</summary>
    internal float Angle => _numbers[6];

    /// <summary>Distance from the middle of the track.</summary>
    internal float ToMiddle => _numbers[7];

    /// <summary>Width of the track.</summary>
    internal float Width => _numbers[8];

    /// <summary>Speed of the engine, as a part of its limit.</summary>
    internal float Engine => _numbers[9];

    /// <summary>The gear.</summary>
    internal float Gear => _numbers[10];

    /// <summary>The damage in points.</summary>
    internal float Damage => _numbers[11];

    /// <summary>Liters of fuel.</summary>
    internal float Fuel => _numbers[12];

    /// <summary>Complete laps.</summary>
    internal float Laps => _numbers[13];

    /// <summary>The time of the last complete lap; 0 before.</summary>
    internal float LastLap => _numbers[14];

    /// <summary>The place along the track, from its start line.</summary>
    internal float FromStart => _numbers[15];

    /// <summary>The place in the world.</summary>
    internal (float X, float Y) Place => (_numbers[16], _numbers[17]);

    /// <summary>The distances to the edges, from the left to the right.</summary>
    internal ReadOnlySpan<float> RangesToEdges => _numbers.Slice(Facts, Ranges);

    /// <summary>How far the track turns to the left over the next meters, for each of some lengths.</summary>
    internal ReadOnlySpan<float> TurnsAhead => _numbers.Slice(Facts + Ranges, Bends);

    /// <summary>The distance of the nearest opponent in each sector; the first is behind the car, the next to the right of that.</summary>
    internal ReadOnlySpan<float> RangesToOpponents => _numbers.Slice(Facts + Ranges + Bends, Sectors);

    /// <summary>The place of an opponent in the world.</summary>
    /// <param name="number">Its number, from 0.</param>
    internal (float X, float Y) PlaceOf(int number)
    {
        int at = Facts + Ranges + Bends + Sectors + (2 * number);
        return (_numbers[at], _numbers[at + 1]);
    }

    /// <summary>The number of numbers in a race with some opponents.</summary>
    /// <param name="opponents">The number of opponents.</param>
    internal static int CountWith(int opponents) =>
        Facts + Ranges + Bends + (opponents > 0 ? Sectors + (2 * opponents) : 0);
}
