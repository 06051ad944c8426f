using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Tests.Contract;

/// <summary>The content of the catalogue, and its names.</summary>
public class CatalogueTests
{
    [Fact]
    public void Catch_is_found_by_type_and_by_name()
    {
        Assert.Contains(EnvironmentCatalogue.All, description => description.Name == "catch");
        Assert.Equal("catch", EnvironmentCatalogue.Find("catch")?.Name);
    }

    [Theory]
    [InlineData("cach")]
    [InlineData("")]
    [InlineData("CartPole-v0")]
    [InlineData("Pong-v0")]
    public void A_name_that_no_environment_has_finds_none(string name) => Assert.Null(EnvironmentCatalogue.Find(name));

    [Theory]
    [InlineData("Catch", "catch")]
    [InlineData("CartPole-v1", "cartpole")]
    [InlineData("cartpole-V1", "cartpole")]
    [InlineData("Acrobot-v1", "acrobot")]
    [InlineData("MountainCar-v0", "mountain-car")]
    [InlineData("MountainCarContinuous-v0", "mountain-car-continuous")]
    [InlineData("Pendulum-v1", "pendulum")]
    public void Names_in_another_case_and_names_of_gymnasium_are_understood(string name, string found) =>
        Assert.Equal(found, EnvironmentCatalogue.Find(name)?.Name);

    [Fact]
    public void Names_are_unique_and_in_lower_case_with_hyphens()
    {
        var names = new HashSet<string>();
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All)
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", description.Name);
            Assert.True(names.Add(description.Name), $"The name {description.Name} is taken twice.");
            Assert.NotEmpty(description.Summary);
        }
    }

    [Fact]
    public void Every_option_has_a_unique_name_and_a_meaning_and_takes_its_own_default()
    {
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All)
        {
            var names = new HashSet<string>();
            foreach (OptionDescription option in OptionSet.Describe(description.DefaultOptions))
            {
                Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", option.Name);
                Assert.True(names.Add(option.Name), $"{description.Name} has the option {option.Name} twice.");
                Assert.NotEmpty(option.Meaning);
            }

            OptionSet.Check(description.DefaultOptions);
        }
    }
}
