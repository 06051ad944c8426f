using AsyncRL.Environments.Labyrinth;

namespace AsyncRL.Environments.Tests.Labyrinth;

/// <summary>Compares the table of sines with the library's sines.</summary>
public class HeadingsTests
{
    [Fact]
    public void Sines_and_cosines_are_the_nearest_multiples_of_a_65536th()
    {
        for (int heading = -2000; heading < 2000; heading++)
        {
            double angle = 2 * Math.PI * heading / Headings.Turn;
            Assert.Equal(Math.Round(65536 * Math.Sin(angle)), Headings.Sine(heading));
            Assert.Equal(Math.Round(65536 * Math.Cos(angle)), Headings.Cosine(heading));
        }
    }
}
