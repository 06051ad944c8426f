using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Core.Tests.Options;

/// <summary>Options records read from texts and written to texts.</summary>
public class OptionSetTests
{
    [Fact]
    public void Assignments_change_what_they_name_and_nothing_else()
    {
        var original = new SampleOptions { Hidden = 9, Rate = 0.25 };

        SampleOptions changed = With(original, ("count", "7"), ("clip", "true"), ("mode", "safe"), ("offset", "-1.5e3"), ("depth", "2"));

        Assert.Equal(original with { Count = 7, Clip = true, Mode = "safe", Offset = -1500, Depth = 2 }, changed);
        Assert.Equal(new SampleOptions { Hidden = 9, Rate = 0.25 }, original);
    }

    [Fact]
    public void Only_names_that_the_record_knows_are_marked_as_used()
    {
        var used = new HashSet<string> { "earlier" };
        OptionSet.With(new SampleOptions(), new Dictionary<string, string> { ["count"] = "7", ["cuont"] = "8", ["hidden"] = "1" }, used);
        Assert.Equal(["count", "earlier"], new SortedSet<string>(used));
    }

    [Theory]
    [InlineData("count", "11", "The option count is \"11\"; expected a whole number from 1 to 10.")]
    [InlineData("count", "0", "The option count is \"0\"; expected a whole number from 1 to 10.")]
    [InlineData("count", "2.5", "The option count is \"2.5\"; expected a whole number from 1 to 10.")]
    [InlineData("count", "auto", "The option count is \"auto\"; expected a whole number from 1 to 10.")]
    [InlineData("count", "", "The option count is \"\"; expected a whole number from 1 to 10.")]
    [InlineData("count", "99999999999", "The option count is \"99999999999\"; expected a whole number from 1 to 10.")]
    [InlineData("budget", "-1", "The option budget is \"-1\"; expected a whole number of at least 0.")]
    [InlineData("rate", "1.5", "The option rate is \"1.5\"; expected a number of at most 1.")]
    [InlineData("rate", "NaN", "The option rate is \"NaN\"; expected a number of at most 1.")]
    [InlineData("offset", "1,5", "The option offset is \"1,5\"; expected a number.")]
    [InlineData("clip", "yes", "The option clip is \"yes\"; expected true or false.")]
    [InlineData("mode", "wild", "The option mode is \"wild\"; expected one of fast, safe.")]
    [InlineData("mode", "fats", "The option mode is \"fats\"; did you mean fast?")]
    [InlineData("mode", "fast safe", "The option mode is \"fast safe\"; did you mean fast?")]
    [InlineData("depth", "5", "The option depth is \"5\"; expected a whole number from 1 to 4, or auto.")]
    [InlineData("depth", "", "The option depth is \"\"; expected a whole number from 1 to 4, or auto.")]
    public void A_value_that_cannot_be_is_refused_in_one_sentence(string name, string text, string sentence)
    {
        InputException exception = Assert.Throws<InputException>(() => With(new SampleOptions(), (name, text)));
        Assert.Equal(sentence, exception.Message);
    }

    [Fact]
    public void Names_and_words_are_found_without_regard_to_case()
    {
        var options = new SampleOptions { Depth = 2 };
        SampleOptions changed = With(options, ("MODE", "Safe"), ("Count", "7"), ("depth", "AUTO"), ("clip", "True"));
        Assert.Equal(new SampleOptions { Mode = "safe", Count = 7, Clip = true, Depth = null }, changed);
    }

    [Fact]
    public void The_ends_of_a_range_are_allowed()
    {
        Assert.Equal(1, With(new SampleOptions(), ("count", "1")).Count);
        Assert.Equal(10, With(new SampleOptions(), ("count", "10")).Count);
        Assert.Equal(1, With(new SampleOptions(), ("rate", "1")).Rate);
    }

    [Fact]
    public void A_number_may_be_left_open_again() => Assert.Null(With(new SampleOptions { Depth = 2 }, ("depth", "auto")).Depth);

    [Fact]
    public void A_record_made_in_code_is_checked_like_texts()
    {
        OptionSet.Check(new SampleOptions());
        InputException exception = Assert.Throws<InputException>(() => OptionSet.Check(new SampleOptions { Count = 11 }));
        Assert.Equal("The option count is \"11\"; expected a whole number from 1 to 10.", exception.Message);
        Assert.Throws<InputException>(() => OptionSet.Check(new SampleOptions { Mode = "slow" }));
        Assert.Throws<InputException>(() => OptionSet.Check(new SampleOptions { Depth = 0 }));
    }

    [Fact]
    public void Descriptions_name_unit_default_range_and_meaning_in_the_order_of_declaration()
    {
        IReadOnlyList<OptionDescription> described = OptionSet.Describe(new SampleOptions { Count = 6 });

        Assert.Equal(8, described.Count);
        var count = new OptionDescription("count", "agent steps", "6", "a whole number from 1 to 10", "A whole number in a range.");
        Assert.Equal(count, described[0]);
        Assert.Equal(new OptionDescription("clip", "", "false", "true or false", "A truth value."), described[4]);
        Assert.Equal(new OptionDescription("label", "", "none", "a text", "Any text."), described[6]);
        Assert.Equal("auto", described[7].Default);
    }

    [Fact]
    public void Every_record_survives_being_written_and_read()
    {
        var generator = new RandomGenerator(5);
        for (int i = 0; i < 500; i++)
        {
            SampleOptions options = Draw(generator);
            Assert.Equal(options, OptionSet.With(new SampleOptions(), OptionSet.ToAssignments(options), new HashSet<string>()));
        }
    }

    [Fact]
    public void Assignments_list_every_option_in_the_order_of_declaration()
    {
        string[] names = ["count", "budget", "rate", "offset", "clip", "mode", "label", "depth"];
        Assert.Equal(names, OptionSet.ToAssignments(new SampleOptions()).Keys);
    }

    [Fact]
    public void An_object_that_is_no_record_cannot_be_copied()
    {
        var assignments = new Dictionary<string, string>();
        Assert.Throws<ArgumentException>(() => OptionSet.With(new object(), assignments, new HashSet<string>()));
    }

    private static SampleOptions With(SampleOptions options, params (string Name, string Text)[] assignments)
    {
        var texts = new Dictionary<string, string>();
        foreach ((string name, string text) in assignments) texts.Add(name, text);
        return OptionSet.With(options, texts, new HashSet<string>());
    }

    /// <summary>Numbers of every magnitude, with all their digits.</summary>
    private static SampleOptions Draw(RandomGenerator generator) => new()
    {
        Count = 1 + generator.NextInteger(10),
        Budget = (long)(generator.NextUInt64() >> (1 + generator.NextInteger(63))),
        Rate = generator.NextDouble(),
        Offset = generator.NextNormal() * Math.Pow(10, generator.NextInteger(600) - 300),
        Clip = generator.NextInteger(2) == 0,
        Mode = generator.NextInteger(2) == 0 ? "fast" : "safe",
        Label = $"text {generator.NextUInt64()}; with=signs",
        Depth = generator.NextInteger(2) == 0 ? null : 1 + generator.NextInteger(4),
    };
}

/// <summary>A record with an option of every type and every kind of range.</summary>
internal sealed record SampleOptions
{
    [Option("count", "agent steps", "A whole number in a range.", Minimum = 1, Maximum = 10)]
    public int Count { get; init; } = 5;

    [Option("budget", "frames", "A large whole number with a minimum.", Minimum = 0)]
    public long Budget { get; init; } = 80_000_000;

    [Option("rate", "", "A number with a maximum.", Maximum = 1)]
    public double Rate { get; init; } = 0.7;

    [Option("offset", "", "A number without limits.")]
    public double Offset { get; init; }

    [Option("clip", "", "A truth value.")]
    public bool Clip { get; init; }

    [Option("mode", "", "One of a few words.", AllowedValues = "fast safe")]
    public string Mode { get; init; } = "fast";

    [Option("label", "", "Any text.")]
    public string Label { get; init; } = "none";

    [Option("depth", "frames", "A whole number that may be left open.", Minimum = 1, Maximum = 4)]
    public int? Depth { get; init; }

    /// <summary>A property that is not an option.</summary>
    public int Hidden { get; init; } = 3;
}
