using AsyncRL.Environments.Racer;

namespace AsyncRL.Environments.Tests.Racer;

public class TrigonometryTests
{
    [Fact]
    public void Sine_and_cosine_are_those_of_the_library_up_to_rounding()
    {
        for (double angle = -50; angle <= 50; angle += 0.0137)
        {
            (double sine, double cosine) = Trigonometry.SineAndCosine(angle);
            Assert.Equal(Math.Sin(angle), sine, 1e-14);
            Assert.Equal(Math.Cos(angle), cosine, 1e-14);
        }
    }

    [Fact]
    public void The_arc_tangent_is_that_of_the_library_up_to_rounding()
    {
        for (double angle = -1.57; angle <= 1.57; angle += 0.0011)
            Assert.Equal(Math.Atan(Math.Tan(angle)), Trigonometry.ArcTangent(Math.Tan(angle)), 1e-14);
    }

    [Fact]
    public void The_angle_of_a_direction_is_that_of_its_sine_and_cosine()
    {
        for (double angle = -3.14; angle <= 3.14; angle += 0.0173)
            Assert.Equal(angle, Trigonometry.AngleOf(Math.Cos(angle), Math.Sin(angle)), 1e-14);
        Assert.Equal(Math.PI, Math.Abs(Trigonometry.AngleOf(-1, 0)), 1e-14);
    }
}
