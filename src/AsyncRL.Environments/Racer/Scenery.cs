using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Racer;

/// <summary>The kinds of objects beside the road.</summary>
internal enum SceneryKind
{
    /// <summary>A fir.</summary>
    Fir,

    /// <summary>A tree with leaves.</summary>
    LeafTree,

    /// <summary>A bush.</summary>
    Bush,

    /// <summary>A board with arrows to the left, outside a tight curve to the left.</summary>
    BoardLeft,

    /// <summary>A board with arrows to the right, outside a tight curve to the right.</summary>
    BoardRight,
}

/// <summary>An object beside the road.</summary>
/// <param name="X">The x coordinate in meters.</param>
/// <param name="Y">The y coordinate in meters.</param>
/// <param name="Kind">The kind of the object.</param>
internal readonly record struct SceneryObject(float X, float Y, SceneryKind Kind);

/// <summary>Trees and bushes at random places beside the road, and boards on the outside of tight curves. Cars cannot hit them.</summary>
internal sealed class Scenery
{
    private const double PlantSpacing = 7;
    private const double BoardSpacing = 12;
    private const double BoardDistance = 3;
    private const double BoardCurvature = 1.0 / 90;
    private const double PlantDistance = 4.5;
    private const double PlantDepth = 24;
    private const double PlantShare = 0.6;

    private readonly SceneryObject[] _objects;
    private int _count;

    /// <summary>Allocates memory for the scenery of tracks.</summary>
    /// <param name="length">The length of the longest track in meters.</param>
    internal Scenery(double length) => _objects = new SceneryObject[(int)(2 * length / PlantSpacing) + (int)(length / BoardSpacing) + 4];

    /// <summary>All objects.</summary>
    internal ReadOnlySpan<SceneryObject> Objects => _objects.AsSpan(0, _count);

    /// <summary>Places the objects of a track whose grid has been built.</summary>
    internal void Build(Track track, RandomGenerator generator)
    {
        _count = 0;
        for (double along = 0; along < track.Length; along += PlantSpacing)
        {
            Plant(track, along, 1, generator);
            Plant(track, along, -1, generator);
        }

        for (double along = 0; along < track.Length; along += BoardSpacing)
        {
            double curvature = track.CurvatureAt(along);
            if (Math.Abs(curvature) < BoardCurvature) continue;
            bool isLeft = curvature > 0;
            double lateral = (isLeft ? -1 : 1) * (Track.HalfWidth + BoardDistance);
            Add(track.PlaceAt(along, lateral), isLeft ? SceneryKind.BoardLeft : SceneryKind.BoardRight);
        }
    }

    /// <summary>Places no object near another part of the track.</summary>
    private void Plant(Track track, double along, double side, RandomGenerator generator)
    {
        double chance = generator.NextDouble(), depth = generator.NextDouble();
        var kind = (SceneryKind)generator.NextInteger(3);
        if (chance > PlantShare) return;
        double lateral = side * (Track.HalfWidth + PlantDistance + (PlantDepth * depth * depth));
        TrackPoint place = track.PlaceAt(along, lateral);
        bool isNear = track.TryLocate(place.X, place.Y, out TrackPosition position);
        if (isNear && Math.Abs(position.Lateral) < Track.HalfWidth + PlantDistance - 1) return;
        Add(place, kind);
    }

    private void Add(TrackPoint place, SceneryKind kind) => _objects[_count++] = new((float)place.X, (float)place.Y, kind);
}
