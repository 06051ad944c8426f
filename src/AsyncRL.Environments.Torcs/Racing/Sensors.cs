using System.Globalization;

namespace AsyncRL.Environments.Torcs.Racing;

/// <summary>The numbers that an agent sees, scaled to a size of about 1.</summary>
internal static class Sensors
{
    private const float SpeedUnit = 50, SideUnit = 10, GearUnit = 7, RangeUnit = 100, SightUnit = 100;

    private const int FactCount = 7, SectorDegrees = 360 / RaceState.Sectors;

    /// <summary>The directions of the distances to the edges, in degrees to the left, as in track.c.</summary>
    private static readonly int[] Directions = [90, 75, 60, 45, 30, 20, 15, 10, 5, 0, -5, -10, -15, -20, -30, -45, -60, -75, -90];

    /// <summary>The lengths of the track ahead, in meters, as in track.c.</summary>
    private static readonly int[] BendLengths = [15, 30, 50, 75, 100, 150];

    /// <summary>The shape of an observation.</summary>
    /// <param name="opponents">The number of opponents; without any the sensors for them are left out.</param>
    internal static ObservationSpecification Shape(int opponents)
    {
        List<string> names =
        [
            "speed forward / 50 m/s", "speed to the left / 10 m/s", "turning to the left / 1 rad/s", "angle to the track / π",
            "place across / half the width", "engine / limit", "gear / 7",
        ];
        foreach (int direction in Directions) names.Add(Text($"edge at {direction}° / 100 m"));
        foreach (int length in BendLengths) names.Add(Text($"turn of the track to the left over {length} m / 1 rad"));
        for (int i = 0; opponents > 0 && i < RaceState.Sectors; i++)
            names.Add(Text($"opponent at {(i * SectorDegrees) - 180}° / 100 m"));
        return ObservationSpecification.Vector(names);
    }

    /// <summary>Writes an observation.</summary>
    /// <param name="state">The state of the race.</param>
    /// <param name="values">Receives it.</param>
    internal static void Show(RaceState state, Span<float> values)
    {
        values[0] = state.SpeedForward / SpeedUnit;
        values[1] = state.SpeedLeft / SideUnit;
        values[2] = state.YawRate;
        values[3] = state.Angle / MathF.PI;
        values[4] = 2 * state.ToMiddle / state.Width;
        values[5] = state.Engine;
        values[6] = state.Gear / GearUnit;
        for (int i = 0; i < RaceState.Ranges; i++) values[FactCount + i] = state.RangesToEdges[i] / RangeUnit;
        state.TurnsAhead.CopyTo(values[(FactCount + RaceState.Ranges)..]);
        int sectors = FactCount + RaceState.Ranges + RaceState.Bends;
        for (int i = 0; sectors + i < values.Length; i++) values[sectors + i] = state.RangesToOpponents[i] / SightUnit;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
