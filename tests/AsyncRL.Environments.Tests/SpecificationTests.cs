using AsyncRL.Core.Randomness;
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

    [Fact]
    public void Names_of_an_observation_are_only_for_people_and_go_with_its_size()
    {
        var named = ObservationSpecification.Vector(["angle (rad)", "speed (m/s)"]);
        Assert.Equal(["angle (rad)", "speed (m/s)"], named.Names);
        Assert.Equal(ObservationSpecification.Vector(2), named);
        Assert.Equal(ObservationSpecification.Vector(2).GetHashCode(), named.GetHashCode());
        Assert.Equal("vector 2", named.ToString());
        Assert.Null(ObservationSpecification.Vector(2).Names);
        Assert.Null((named with { Channels = 3 }).Names);
    }

    [Fact]
    public void Actions_have_their_numbers_for_names_unless_they_are_given_others()
    {
        var named = ActionSpecification.Discrete("left", "no-op", "right");
        Assert.Equal(("left", "right"), (named.NameOf(0), named.NameOf(2)));
        Assert.Equal("2", ActionSpecification.Discrete(3).NameOf(2));
        Assert.Equal(ActionSpecification.Discrete(3), named);
        Assert.Equal(ActionSpecification.Discrete(3).GetHashCode(), named.GetHashCode());
    }

    /// <summary>Names with the same beginning, such as the racer's, are distinguished by their ends.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void Names_that_are_cut_stay_different(int letters)
    {
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All)
        {
            ActionSpecification actions = description.Create(description.DefaultOptions, new RandomGenerator(1)).Actions;
            var names = new HashSet<string>();
            for (int choice = 0; choice < (actions.Names?.Count ?? 0); choice++)
            {
                string name = actions.NameOf(choice, letters);
                Assert.InRange(name.Length, 1, letters);
                Assert.True(names.Add(name), name);
            }
        }

        Assert.Equal("acce…-left", ActionSpecification.Discrete("accelerate-left").NameOf(0, 10));
        Assert.Equal("acc…left", ActionSpecification.Discrete("accelerate-left").NameOf(0, 8));
    }

    /// <summary>The names of the built-in tasks match the effects of the actions in the documentation.</summary>
    [Theory]
    [InlineData("catch", "left", "stay", "right")]
    [InlineData("cartpole", "left", "right")]
    [InlineData("acrobot", "left", "no-op", "right")]
    [InlineData("mountain-car", "left", "no-op", "right")]
    [InlineData("t-maze", "forward", "up", "down")]
    public void Actions_are_called_what_they_do(string environment, params string[] names)
    {
        EnvironmentDescription description = EnvironmentCatalogue.Find(environment)!;
        ActionSpecification actions = description.Create(description.DefaultOptions, new RandomGenerator(1)).Actions;
        Assert.Equal(names, actions.Names);
        Assert.Equal(names.Length, actions.Count);
    }

    /// <summary>Wrappers ask for the actions in every agent step.</summary>
    [Fact]
    public void Asking_for_actions_allocates_nothing()
    {
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All)
        {
            IEnvironment environment = description.Create(description.DefaultOptions, new RandomGenerator(1));
            long before = GC.GetAllocatedBytesForCurrentThread();
            int count = environment.Actions.Count;
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
            Assert.NotEqual(0, count);
        }
    }
}
