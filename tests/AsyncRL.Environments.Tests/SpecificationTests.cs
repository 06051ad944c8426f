namespace AsyncRL.Environments.Tests;

public class SpecificationTests
{
    [Fact]
    public void A_vector_is_one_pixel_with_as_many_numbers()
    {
        var vector = ObservationSpecification.Vector(4);
        Assert.Equal(new ObservationSpecification(ObservationKind.Vector, Height: 1, Width: 1, Channels: 4), vector);
        Assert.Equal((4, "vector 4"), (vector.Size, vector.ToString()));
    }

    [Fact]
    public void An_image_has_rows_columns_and_channels_in_this_order()
    {
        var image = ObservationSpecification.Pixels(2, 3, 5);
        Assert.Equal(new ObservationSpecification(ObservationKind.Pixels, Height: 2, Width: 3, Channels: 5), image);
        Assert.Equal((30, "pixels 2×3×5"), (image.Size, image.ToString()));
    }

    [Fact]
    public void Observations_hold_bytes_or_floats()
    {
        var vector = new Observation(ObservationSpecification.Vector(4));
        Assert.Equal((0, 4), (vector.Pixels.Length, vector.Values.Length));
        var image = new Observation(ObservationSpecification.Pixels(2, 3, 5));
        Assert.Equal((30, 0), (image.Pixels.Length, image.Values.Length));
    }
}
