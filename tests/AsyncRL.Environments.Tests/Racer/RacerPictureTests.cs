using AsyncRL.Environments.Racer;
using AsyncRL.Environments.Racer.Rendering;

namespace AsyncRL.Environments.Tests.Racer;

/// <summary>The content of the picture, recognized by colors: asphalt is gray, grass is the greenest, sky the bluest.</summary>
public class RacerPictureTests
{
    [Fact]
    public void Aligned_on_a_straight_there_is_road_in_the_middle_grass_on_both_sides_and_sky_above()
    {
        for (int number = 0; number < 10; number++)
        {
            byte[] picture = OnStraight(number, 0, 0);
            for (int x = 20; x < 64; x += 4) Assert.True(IsGray(picture, x, 76), $"Column {x} of track {number} is no road.");
            Assert.True(GreenShare(picture, 0) > 0.6 && GreenShare(picture, View.Width - 8) > 0.6, $"No grass beside track {number}.");
            for (int x = 0; x < View.Width; x += 7) Assert.True(IsBlue(picture, x, 1));
        }
    }

    [Fact]
    public void To_the_left_of_the_road_the_road_is_seen_on_the_right()
    {
        byte[] left = OnStraight(3, 10, 0), right = OnStraight(3, -10, 0);
        Assert.True(IsGreen(left, 4, 76) && IsGreen(right, 79, 76));
        Assert.True(IsGray(left, 80, 60) && IsGray(right, 3, 60));
    }

    [Fact]
    public void A_car_turned_to_the_left_sees_the_road_lead_away_to_the_right()
    {
        Assert.True(MeanRoadColumn(OnStraight(3, 0, 0.3)) > MeanRoadColumn(OnStraight(3, 0, 0)) + 8);
        Assert.True(MeanRoadColumn(OnStraight(3, 0, -0.3)) < MeanRoadColumn(OnStraight(3, 0, 0)) - 8);
    }

    [Fact]
    public void Hills_move_with_the_heading()
    {
        byte[] ahead = OnStraight(3, 0, 0), turned = OnStraight(3, 0, 10 / View.Focal);
        int same = 0;
        for (int x = 0; x < 70; x++) same += Pixel(ahead, x, 20) == Pixel(turned, x + 10, 20) ? 1 : 0;
        Assert.True(same >= 60, $"{same} of 70 columns agree.");
        Assert.False(ahead.AsSpan().SequenceEqual(turned));
    }

    [Fact]
    public void An_opponent_ahead_is_seen_and_grows()
    {
        int none = Differing(200), far = Differing(40), near = Differing(12);
        Assert.Equal(0, none);
        Assert.True(far >= 3 && near > 3 * far, $"{far} pixels at 40 m, {near} at 12 m.");

        static int Differing(double gap)
        {
            byte[] with = OnStraight(3, 0, 0, gap), without = OnStraight(3, 0, 0, -100);
            int count = 0;
            for (int i = 0; i < with.Length; i += 3) count += with.AsSpan(i, 3).SequenceEqual(without.AsSpan(i, 3)) ? 0 : 1;
            return count;
        }
    }

    /// <summary>The hash was computed on x64. It would differ if the last bit of a sine or the width of a vector had an effect.</summary>
    [Fact]
    public void One_seed_gives_one_race_pixel_by_pixel_on_every_system()
    {
        RacerEnvironment race = RacerTask.Begin(new() { Opponents = 8 }, 7, out Observation observation);
        var expert = new RacerExpert(race.Game);
        ulong hash = 14695981039346656037;
        for (int step = 0; step < 600; step++)
        {
            race.Step((int)expert.Choose(), observation);
            foreach (byte pixel in observation.Pixels) hash = (hash ^ pixel) * 1099511628211;
        }

        Assert.Equal(2572310952361095147UL, hash);
    }

    [Fact]
    public void The_bar_grows_with_the_speed()
    {
        RacerGame game = RacerTask.Game(new());
        var picture = new byte[View.Width * View.Height * 3];
        foreach ((double share, int lit) in ((double, int)[])[(0, 0), (0.5, 20), (1, 40)])
        {
            game.Car.ForwardSpeed = share * game.Car.Model.TopSpeed;
            new RacerPainter().Paint(game, picture);
            int bright = 0;
            for (int x = 3; x < 43; x++) bright += Pixel(picture, x, 81).Green + Pixel(picture, x, 81).Red > 150 ? 1 : 0;
            Assert.Equal(lit, bright);
        }
    }

    private static byte[] OnStraight(int track, double lateral, double turn, double? gap = null)
    {
        RacerGame game = RacerTask.Game(new() { Track = track, Opponents = gap is null ? 0 : 1 });
        (double middle, double length) = RacerTask.LongestStraight(game.Track);
        double along = middle - (0.5 * length) + 8;
        game.PlaceCar(along, lateral, 0);
        game.Car.Heading += turn;
        if (gap is { } ahead) game.Traffic.Opponents[0].Along = game.Track.Wrap(along + ahead);
        var picture = new byte[View.Width * View.Height * 3];
        new RacerPainter().Paint(game, picture);
        return picture;
    }

    /// <summary>The green of eight columns, in rows in which the road covers none of them.</summary>
    private static double GreenShare(byte[] picture, int left)
    {
        int green = 0;
        for (int y = 38; y < 48; y++)
        {
            for (int x = left; x < left + 8; x++) green += IsGreen(picture, x, y) ? 1 : 0;
        }

        return green / 80.0;
    }

    private static double MeanRoadColumn(byte[] picture)
    {
        double sum = 0, count = 0;
        for (int x = 0; x < View.Width; x++)
        {
            if (!IsGray(picture, x, 44)) continue;
            sum += x;
            count++;
        }

        return sum / count;
    }

    private static (byte Red, byte Green, byte Blue) Pixel(byte[] picture, int x, int y)
    {
        int at = ((y * View.Width) + x) * 3;
        return (picture[at], picture[at + 1], picture[at + 2]);
    }

    private static bool IsGray(byte[] picture, int x, int y)
    {
        (byte red, byte green, byte blue) = Pixel(picture, x, y);
        return Math.Abs(red - green) < 20 && Math.Abs(green - blue) < 20;
    }

    private static bool IsGreen(byte[] picture, int x, int y)
    {
        (byte red, byte green, byte blue) = Pixel(picture, x, y);
        return green > red + 20 && green > blue + 20;
    }

    private static bool IsBlue(byte[] picture, int x, int y)
    {
        (byte red, byte green, byte blue) = Pixel(picture, x, y);
        return blue > red + 20 && blue > green;
    }
}
