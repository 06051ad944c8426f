namespace AsyncRL.Environments.Racer;

/// <summary>
/// A point of the center line for the painter. It is small, so that all points of a track stay in the level 1 cache.
/// </summary>
/// <param name="X">The x coordinate in meters.</param>
/// <param name="Y">The y coordinate in meters.</param>
/// <param name="DirectionX">The x component of the driving direction.</param>
/// <param name="DirectionY">The y component of the driving direction.</param>
/// <param name="Curvature">One over the radius in meters, above 0 to the left.</param>
/// <param name="Along">Meters from the beginning of the track.</param>
internal readonly record struct GroundSample(float X, float Y, float DirectionX, float DirectionY, float Curvature, float Along);
