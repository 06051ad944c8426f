using AsyncRL.Environments.Drawing;

namespace AsyncRL.Environments.Tests.Drawing;

/// <summary>The picture of a task for tests that look at single pixels.</summary>
internal sealed class TaskImage
{
    private readonly Observation _image;

    /// <summary>Draws the present state of an environment into memory with other content.</summary>
    internal TaskImage(IEnvironment environment)
    {
        _image = new Observation(environment.Display!.Image);
        _image.Pixels.Fill(0x55);
        environment.Display.DrawImage(_image);
    }

    /// <summary>The color of the pixel that contains a point.</summary>
    internal Color At(double x, double y)
    {
        int start = (((int)Math.Floor(y) * _image.Specification.Width) + (int)Math.Floor(x)) * 3;
        return new Color(_image.Pixels[start], _image.Pixels[start + 1], _image.Pixels[start + 2]);
    }

    /// <summary>The number of pixels of a color.</summary>
    internal int Count(Color color)
    {
        int count = 0;
        for (int y = 0; y < _image.Specification.Height; y++)
        {
            for (int x = 0; x < _image.Specification.Width; x++) count += At(x, y) == color ? 1 : 0;
        }

        return count;
    }
}
