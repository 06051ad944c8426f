using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Tests.Contract;

/// <summary>Families of environments, whose names have a prefix.</summary>
public class FamilyTests
{
    [Fact]
    public void A_name_with_the_prefix_is_described_by_the_family_and_by_nothing_else()
    {
        var asked = new List<string>();
        EnvironmentDescription catchGame = EnvironmentCatalogue.Find("catch")!;
        EnvironmentCatalogue.Add(new EnvironmentFamily("elsewhere:", "elsewhere:ID", "a summary", Describe, () => "usable"));
        Assert.Same(catchGame, EnvironmentCatalogue.Find("Elsewhere:Some/Game-v1"));
        Assert.Equal(["Some/Game-v1"], asked);
        Assert.Null(EnvironmentCatalogue.Find("nowhere:Some"));
        Assert.Null(EnvironmentCatalogue.FamilyOf("catch"));
        Assert.Throws<InputException>(() => EnvironmentCatalogue.Find("elsewhere:"));
        Assert.Single(asked);

        // One of the same prefix is replaced.
        EnvironmentCatalogue.Add(new EnvironmentFamily("elsewhere:", "elsewhere:ID", "another", Describe, () => "missing"));
        EnvironmentFamily family = Assert.Single(EnvironmentCatalogue.Families, family => family.Prefix == "elsewhere:");
        Assert.Equal(("another", "elsewhere:ID", "missing"), (family.Summary, family.Form, family.FindState()));

        EnvironmentDescription Describe(string rest)
        {
            if (rest.Length == 0) throw new InputException("The name has no end.");
            asked.Add(rest);
            return catchGame;
        }
    }
}
