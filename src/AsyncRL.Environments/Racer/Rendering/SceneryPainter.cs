namespace AsyncRL.Environments.Racer.Rendering;

/// <summary>Draws all upright objects, the farthest first.</summary>
internal sealed class SceneryPainter
{
    private const float Nearest = 2.5f;
    private const float Farthest = 160;
    private const int Room = 512;
    private const float WidestHalf = 3;

    private readonly VisibleObject[] _seen = new VisibleObject[Room];
    private int _count;

    /// <summary>Draws the scenery, the opponents and the agent's car.</summary>
    /// <param name="game">The race in its current state.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="frame">The frame, which already contains ground and sky.</param>
    internal void Draw(RacerGame game, Camera camera, Span<uint> frame)
    {
        _count = 0;
        foreach (SceneryObject thing in game.Track.Scenery.Objects)
            Look(SpriteArt.Scenery[(int)thing.Kind], thing.X, thing.Y, camera);
        Span<Opponent> opponents = game.Traffic.Opponents;
        for (int i = 0; i < opponents.Length; i++)
        {
            TrackPoint place = game.Track.PlaceAt(opponents[i].Along, opponents[i].Lateral);
            Look(SpriteArt.Opponents[i % SpriteArt.Opponents.Length], (float)place.X, (float)place.Y, camera);
        }

        float lean = (float)Math.Clamp(-3 * game.Car.Steering, -0.4, 0.4);
        Add(new(game.Pedal == Pedal.Brake ? SpriteArt.OwnCarBraking : SpriteArt.OwnCar, 0, View.CameraDistance, lean));
        for (int i = 0; i < _count; i++) SpritePainter.Draw(_seen[i].Sprite, _seen[i].Right, _seen[i].Depth, _seen[i].Lean, frame);
    }

    /// <summary>Keeps the objects in the field of view.</summary>
    private void Look(Sprite sprite, float x, float y, Camera camera)
    {
        float dx = x - camera.X, dy = y - camera.Y;
        float depth = (dx * camera.ForwardX) + (dy * camera.ForwardY);
        if (depth is < Nearest or > Farthest) return;
        float right = (dx * camera.ForwardY) - (dy * camera.ForwardX);
        if (Math.Abs(right) > (depth * (View.Middle / View.Focal)) + WidestHalf) return;
        Add(new(sprite, right, depth, 0));
    }

    /// <summary>Inserts an object in the order of distance.</summary>
    private void Add(VisibleObject thing)
    {
        if (_count == Room) return;
        int place = _count++;
        for (; place > 0 && _seen[place - 1].Depth < thing.Depth; place--) _seen[place] = _seen[place - 1];
        _seen[place] = thing;
    }

    private readonly record struct VisibleObject(Sprite Sprite, float Right, float Depth, float Lean);
}
