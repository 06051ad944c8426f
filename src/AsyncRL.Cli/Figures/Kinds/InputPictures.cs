using AsyncRL.Algorithms.Inspection;
using AsyncRL.Cli.Figures.Games;
using AsyncRL.Environments;
using AsyncRL.Visualization.Images;

namespace AsyncRL.Cli.Figures.Kinds;

/// <summary>The mean of the observations of a game, with nothing beside it and an empty memory.</summary>
/// <param name="Input">The input.</param>
/// <param name="Value">V of it.</param>
internal sealed record MeanFrame(NetworkInput Input, float Value)
{
    /// <summary>Computes the mean.</summary>
    internal static MeanFrame Of(FigureContext context)
    {
        IReadOnlyList<PlayedStep> game = context.Game;
        var sum = new double[context.Task.Observation.Size];
        foreach (PlayedStep step in game)
        {
            for (int i = 0; i < sum.Length; i++) sum[i] += step.Input!.Observation[i];
        }

        NetworkInput first = game[0].Input!;
        var input = new NetworkInput(
            Array.ConvertAll(sum, number => (float)(number / game.Count)), new float[first.Side.Length], new float[first.Memory.Length]);
        AgentReader reader = context.CreateReader();
        reader.Set(0, input);
        reader.Forward(context.Run.Theta);
        return new MeanFrame(input, reader.Value(0));
    }
}

/// <summary>Pictures of what a network takes as its input: pixels from 0 to 1.</summary>
internal static class InputPictures
{
    /// <summary>One frame of a stack.</summary>
    /// <param name="input">[height, width, channels].</param>
    /// <param name="shape">The observations.</param>
    /// <param name="frame">The frame, 0 for the oldest.</param>
    internal static Picture FrameOf(float[] input, ObservationSpecification shape, int frame)
    {
        bool isColored = shape.FrameChannels == Picture.Channels;
        return Draw(shape, pixel =>
        {
            int first = (pixel * shape.Channels) + (frame * shape.FrameChannels);
            return isColored
                ? new Rgb(ByteOf(input[first]), ByteOf(input[first + 1]), ByteOf(input[first + 2]))
                : Rgb.Gray(ByteOf(input[first + shape.FrameChannels - 1]));
        });
    }

    /// <summary>The difference of the newest frames of two inputs, the mean over the channels of a frame: red for brighter.</summary>
    internal static Picture Difference(float[] input, float[] other, ObservationSpecification shape) => Draw(shape, pixel =>
    {
        double sum = 0;
        int end = (pixel + 1) * shape.Channels;
        for (int i = end - shape.FrameChannels; i < end; i++) sum += input[i] - other[i];
        return ColorScale.Diverging(sum / shape.FrameChannels);
    });

    private static Picture Draw(ObservationSpecification shape, Func<int, Rgb> colorOf)
    {
        var picture = new Picture(shape.Width, shape.Height);
        for (int pixel = 0; pixel < shape.Width * shape.Height; pixel++)
            picture[pixel % shape.Width, pixel / shape.Width] = colorOf(pixel);
        return picture;
    }

    private static byte ByteOf(float share) => (byte)Math.Round(255 * Math.Clamp(share, 0, 1));
}
