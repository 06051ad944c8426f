using AsyncRL.Environments.Options;

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

    [Fact]
    public void A_name_that_no_environment_has_finds_none() => Assert.Null(EnvironmentCatalogue.Find("Catch"));

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
