using System.Text;

namespace AsyncRL.Environments.Tests.Catch;

/// <summary>Images as text: '#' for 255, '.' for 0, '?' for anything between.</summary>
internal static class Picture
{
    internal static string Of(Observation observation, int channel = 0)
    {
        ObservationSpecification specification = observation.Specification;
        var text = new StringBuilder();
        for (int row = 0; row < specification.Height; row++)
        {
            for (int column = 0; column < specification.Width; column++)
            {
                int pixel = (row * specification.Width + column) * specification.Channels + channel;
                text.Append(observation.Pixels[pixel] switch { 0 => '.', 255 => '#', _ => '?' });
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
