using System.Collections.Immutable;
using AsyncRL.Core.Options;

namespace AsyncRL.Core.Tests.Options;

/// <summary>An option such as "make.KEY", which takes any name after the dot.</summary>
public class OpenOptionTests
{
    [Fact]
    public void Every_name_with_the_prefix_is_taken_and_written_back()
    {
        var used = new HashSet<string>();
        var assignments = new Dictionary<string, string> { ["make.Size"] = "5", ["MAKE.end"] = "left", ["makes.x"] = "1", ["make."] = "2" };
        Open options = OptionSet.With(new Open(), assignments, used);
        Assert.Equal(["MAKE.end", "make.Size"], new SortedSet<string>(used, StringComparer.OrdinalIgnoreCase));
        Assert.Equal(new Dictionary<string, string> { ["Size"] = "5", ["end"] = "left" }, options.Make);
        var written = new Dictionary<string, string> { ["count"] = "1", ["make.Size"] = "5", ["make.end"] = "left" };
        Assert.Equal(written, OptionSet.ToAssignments(options));
        Assert.Equal("6", OptionSet.With(options, new Dictionary<string, string> { ["make.Size"] = "6" }, used).Make["Size"]);
        Assert.Empty(new Open().Make);
        OptionSet.Check(options);
    }

    [Theory]
    [InlineData("make.size", true)]
    [InlineData("Make.x", true)]
    [InlineData("COUNT", true)]
    [InlineData("make.", false)]
    [InlineData("make", false)]
    [InlineData("counts", false)]
    public void A_record_tells_whether_it_has_an_option(string name, bool expected) =>
        Assert.Equal(expected, OptionSet.Has(new Open(), name));

    [Fact]
    public void It_is_described_by_its_form()
    {
        Assert.Equal(new OptionDescription("make.KEY", "", "none", "a value", "Any."), OptionSet.Describe(new Open())[1]);
    }

    private sealed record Open
    {
        [Option("count", "", "A number.", Minimum = 0)]
        public int Count { get; init; } = 1;

        [Option("make.KEY", "", "Any.", Format = "a value")]
        public ImmutableSortedDictionary<string, string> Make { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    }
}
