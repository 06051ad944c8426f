namespace AsyncRL.Environments.Racer;

/// <summary>A point of the centre line as the painter needs it: small, so that all of a track stay in the processor's nearest cache.</summary>
/// <param name="X">In metres.</param>
/// <param name="Y">In metres.</param>
/// <param name="DirectionX">The direction of driving.</param>
/// <param name="DirectionY">The direction of driving.</param>
/// <param name="Curvature">One over the radius in metres, above 0 to the left.</param>
/// <param name="Along">Metres from the beginning of the track.</param>
internal readonly record struct GroundSample(float X, float Y, float DirectionX, float DirectionY, float Curvature, float Along);
