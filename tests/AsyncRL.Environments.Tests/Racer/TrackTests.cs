using AsyncRL.Environments.Racer;

namespace AsyncRL.Environments.Tests.Racer;

/// <summary>Many tracks: they are closed, separate, no tighter than stated, and convert coordinates correctly.</summary>
public class TrackTests
{
    private const int Tracks = 60;

    public static TheoryData<double, double> Kinds =>
        new() { { 700, 0 }, { 700, 1 }, { 1500, 0.5 }, { 1500, 1 }, { 5000, 1 }, { 5000, 0 } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_track_is_closed_and_smooth(double length, double curviness) => ForEach(length, curviness, track =>
    {
        for (int i = 0; i < track.Points.Length; i++)
        {
            TrackPoint p = track.Points[i], next = track.Points[(i + 1) % track.Points.Length];
            double dx = next.X - p.X, dy = next.Y - p.Y;
            Assert.Equal(track.Step, Math.Sqrt((dx * dx) + (dy * dy)), 0.01);
            double cosine = (p.DirectionX * next.DirectionX) + (p.DirectionY * next.DirectionY);
            Assert.InRange(cosine, Math.Cos(2.1 / TrackOutline.SmallestRadius), 1.0001);
            Assert.Equal(1, (p.DirectionX * p.DirectionX) + (p.DirectionY * p.DirectionY), 1e-9);
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_track_keeps_away_from_itself(double length, double curviness) => ForEach(length, curviness, track =>
    {
        for (int i = 0; i < track.Points.Length; i++)
        {
            for (int k = 0; k < i; k++)
            {
                if (Math.Abs(track.Ahead(i * track.Step, k * track.Step)) < TrackSeparation.FarAlong + 15) continue;
                double dx = track.Points[k].X - track.Points[i].X, dy = track.Points[k].Y - track.Points[i].Y;
                double needed = TrackSeparation.Distance - 2;
                Assert.True((dx * dx) + (dy * dy) > needed * needed, $"The track comes near itself at {dx * dx + dy * dy} m².");
            }
        }
    });

    [Theory]
    [InlineData(30, false)]
    [InlineData(60, true)]
    public void A_track_whose_ways_there_and_back_are_too_near_is_refused(double width, bool isKept)
    {
        TrackPiece[] rectangle =
        [
            new(0, 0, 1, 0, 200, 0), new(200, 0, 0, 1, width, 0), new(200, width, -1, 0, 200, 0), new(0, width, 0, -1, width, 0),
        ];
        Assert.Equal(isKept, TrackSeparation.IsKept(rectangle, 400 + (2 * width)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_curve_is_tighter_than_stated_and_the_length_is_about_that_asked_for(double length, double curviness) =>
        ForEach(length, curviness, track =>
        {
            foreach (TrackPoint p in track.Points) Assert.True(Math.Abs(p.Curvature) <= 1 / TrackOutline.SmallestRadius);
            Assert.InRange(track.Length, 0.8 * length, length);
        });

    [Fact]
    public void Curves_go_left_and_right()
    {
        int left = 0, right = 0;
        ForEach(1500, 0.5, track =>
        {
            foreach (TrackPoint p in track.Points)
            {
                left += p.Curvature > 0 ? 1 : 0;
                right += p.Curvature < 0 ? 1 : 0;
            }
        });
        Assert.InRange((double)left / (left + right), 0.3, 0.7);
    }

    /// <summary>Where a straight piece meets an arc, a place inside the curve belongs to the straight piece a little longer.</summary>
    [Fact]
    public void A_place_is_told_by_its_coordinates_and_found_again() => ForEach(1500, 1, track =>
    {
        for (double along = 0.3; along < track.Length; along += 7.7)
        {
            for (double lateral = -15; lateral <= 15; lateral += 3)
            {
                TrackPoint place = track.PlaceAt(along, lateral);
                Assert.True(track.TryLocate(place.X, place.Y, out TrackPosition position));
                double off = Math.Abs(lateral) <= Track.HalfWidth ? 0.4 : 1.5;
                Assert.InRange(Math.Abs(track.Ahead(along, position.Along)), 0, off);
                Assert.Equal(lateral, position.Lateral, 0.15);

                // The place's own direction is that of a sample that is at most one step further away, in the worst case along the
                // tightest arc. Directions have length 1 within 0.001.
                double cosine = (place.DirectionX * position.DirectionX) + (place.DirectionY * position.DirectionY);
                Assert.InRange(cosine, Math.Cos((off + track.Step) / TrackOutline.SmallestRadius) - 0.001, 1.001);
            }
        }
    });

    [Fact]
    public void The_same_number_gives_the_same_track_and_another_number_another()
    {
        Track first = new(1500, 0.5), second = new(1500, 0.5);
        first.Build(3);
        second.Build(4);
        Assert.NotEqual(first.Points.ToArray(), second.Points.ToArray());
        second.Build(3);
        Assert.Equal(first.Points.ToArray(), second.Points.ToArray());
        Assert.Equal(first.Scenery.Objects.ToArray(), second.Scenery.Objects.ToArray());
    }

    [Fact]
    public void Nothing_stands_on_the_road() => ForEach(1500, 1, track =>
    {
        Assert.NotEmpty(track.Scenery.Objects.ToArray());
        foreach (SceneryObject thing in track.Scenery.Objects)
        {
            if (!track.TryLocate(thing.X, thing.Y, out TrackPosition position)) continue;
            double distance = Math.Abs(position.Lateral);
            Assert.True(distance > Track.HalfWidth + 1.5, $"A {thing.Kind} stands {distance} m from the middle.");
        }
    });

    private static void ForEach(double length, double curviness, Action<Track> check)
    {
        var track = new Track(length, curviness);
        int tracks = length > 2000 ? Tracks / 10 : Tracks;
        for (ulong number = 0; number < (ulong)tracks; number++)
        {
            track.Build(number);
            check(track);
        }
    }
}
