using AsyncRL.Core.Randomness;
using AsyncRL.Environments;

namespace AsyncRL.Benchmarks.Results;

/// <summary>Rule-based players that see only the screen and find things by their colors. They play well enough for a picture.</summary>
internal static class ScreenPlayers
{
    /// <summary>The action 0 of every arcade game.</summary>
    private const int NoOp = 0;

    /// <summary>The first row below the score. The score has the color of a ball.</summary>
    private const int FirstRow = 34;

    private static readonly byte[] White = [255, 255, 255];

    internal static int Pong(Observation screen)
    {
        const int up = 1, down = 2;
        (_, double ball) = MiddleOf(screen, White, FirstRow);
        (_, double paddle) = MiddleOf(screen, [112, 224, 112], FirstRow);
        return double.IsNaN(ball - paddle) || Math.Abs(ball - paddle) < 6 ? NoOp : ball < paddle ? up : down;
    }

    internal static int Breakout(Observation screen)
    {
        const int fire = 1, left = 2, right = 3;
        (double ball, _) = MiddleOf(screen, White, FirstRow);
        (double paddle, _) = MiddleOf(screen, [96, 200, 232], FirstRow);
        return double.IsNaN(ball - paddle) || Math.Abs(ball - paddle) < 6 ? fire : ball < paddle ? left : right;
    }

    internal static Func<Observation, int> Always(int action) => _ => action;

    internal static Func<Observation, int> Random(int actions, ulong seed)
    {
        var generator = new RandomGenerator(seed);
        return _ => generator.NextInteger(actions);
    }

    /// <summary>Steers toward the middle of the asphalt at some distance ahead.</summary>
    internal static int Racer(Observation screen)
    {
        const int accelerate = 1, accelerateLeft = 2, accelerateRight = 3, row = 46;
        double sum = 0, count = 0;
        for (int x = 0; x < screen.Specification.Width; x++)
        {
            ReadOnlySpan<byte> pixel = PixelAt(screen, x, row);
            if (Math.Abs(pixel[0] - pixel[1]) > 15 || Math.Abs(pixel[1] - pixel[2]) > 15) continue;
            (sum, count) = (sum + x, count + 1);
        }

        double offset = count > 0 ? (sum / count) - (screen.Specification.Width / 2) : 0;
        return offset < -3 ? accelerateLeft : offset > 3 ? accelerateRight : accelerate;
    }

    /// <summary>The mean position of the pixels of a color; NaN if there are none.</summary>
    private static (double X, double Y) MiddleOf(Observation screen, ReadOnlySpan<byte> color, int firstRow)
    {
        double sumX = 0, sumY = 0, count = 0;
        for (int y = firstRow; y < screen.Specification.Height; y++)
        {
            for (int x = 0; x < screen.Specification.Width; x++)
            {
                if (!PixelAt(screen, x, y).SequenceEqual(color)) continue;
                (sumX, sumY, count) = (sumX + x, sumY + y, count + 1);
            }
        }

        return (sumX / count, sumY / count);
    }

    private static ReadOnlySpan<byte> PixelAt(Observation screen, int x, int y) =>
        screen.Pixels.Slice(((y * screen.Specification.Width) + x) * 3, 3);
}
