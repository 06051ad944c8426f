using AsyncRL.Core.Options;
using AsyncRL.Environments.Libretro.Definition;
using AsyncRL.Environments.Libretro.Native;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Libretro.Tests;

/// <summary>The file that describes a game, and the numbers of a memory.</summary>
public sealed class DefinitionTests : IDisposable
{
    private const string Usual = """
        { "core": "a_libretro.so", "game": "b.nes", "actions": ["none", "up+a"], "rewards": [{ "address": 7 }] }
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_definition_of_the_documents_is_read()
    {
        GameDefinition definition = DefinitionReader.Read(Repository.PathOf("docs/environments/escape-from-pong.json"));
        Assert.Equal("nestopia_libretro.so", definition.Core);
        Assert.Equal(NesFactAttribute.Game, definition.Game);
        Assert.Equal(5, definition.Actions.Length);
        Assert.Equal(new StartStep(8, 5), definition.Start[1]);
        Assert.Equal(new RewardTerm(new MemoryNumber(0x27, 1, NumberForm.Unsigned, false), RewardKind.Change, 1), definition.Rewards[0]);
        Assert.True(definition.Ends[0].Changes);
        Assert.Equal(4, definition.Facts.Length);
    }

    [Fact]
    public void Paths_are_relative_to_the_file_and_members_have_usual_values()
    {
        GameDefinition definition = Read(Usual.Replace("a_libretro", "cores/a_libretro", StringComparison.Ordinal));
        Assert.Equal(_directory.At("b.nes"), definition.Game);
        Assert.Equal(_directory.At("cores/a_libretro.so"), definition.Core);
        var number = new MemoryNumber(7, 1, NumberForm.Unsigned, false);
        Assert.Equal(new RewardTerm(number, RewardKind.Difference, 1), definition.Rewards[0]);
        Assert.Null(definition.Lives);
        Assert.Empty(definition.Ends);
    }

    [Theory]
    [InlineData("\"core\"", "\"cor\"", "game.json: There is no member \"cor\"; did you mean core?")]
    [InlineData("\"a_libretro.so\"", "3", "game.json, core is 3; expected a text.")]
    [InlineData("\"up+a\"", "\"up+fire\"", "game.json, actions: There is no button \"fire\"; expected one of none, b, y,")]
    [InlineData("[\"none\", \"up+a\"]", "[\"none\"]", "game.json, actions is [\"none\"]; expected a list of at least 2.")]
    [InlineData("\"none\"", "\"left\"", "game.json, actions has \"left\" as the first action; expected \"none\"")]
    [InlineData("7", "\"0xzz\"", "game.json, rewards[0].address is \"0xzz\"; expected a whole number from 0 to 2147483646, or \"0x…\".")]
    [InlineData("7", "-1", "game.json, rewards[0].address is -1; expected a whole number")]
    [InlineData("7", "7, \"kind\": \"more\"", "rewards[0].kind is \"more\"; expected one of difference, increase, decrease,")]
    [InlineData("7", "7, \"weight\": \"1\"", "game.json, rewards[0].weight is \"1\"; expected a number.")]
    [InlineData("7", "7, \"bytes\": 5", "game.json, rewards[0].bytes is 5; expected a whole number from 1 to 4")]
    [InlineData("[{ \"address\": 7 }]", "[]", "game.json, rewards is []; expected a list of at least 1.")]
    [InlineData("[{ \"address\": 7 }]", "[3]", "game.json, rewards[0] is 3; expected an object.")]
    [InlineData("}]", "}], \"ends\": [{ \"address\": 1 }]", "game.json, ends[0] has no condition or more than one; expected \"is\",")]
    [InlineData("}]", "}], \"ends\": [{ \"address\": 1, \"is\": 2, \"to\": 3 }]", "has no condition or more than one")]
    [InlineData("}]", "}], \"ends\": [{ \"address\": 1, \"from\": 3, \"to\": 2 }]", "ends[0].to has 2 and from 3; expected a range that")]
    [InlineData("\"b.nes\"", "\"b\\u0000.nes\"", "has a text that is none; expected texts without invalid characters.")]
    [InlineData("}]", "}], \"ends\": [{ \"address\": 1, \"changes\": 1 }]", "game.json, ends[0].changes is 1; expected true or false.")]
    [InlineData("}]", "}], \"lives\": { \"adress\": 1 }", "game.json, lives: There is no member \"adress\"; did you mean address?")]
    [InlineData("}]", "}], \"start\": [{ \"hold\": \"a\" }]", "game.json, start[0].frames is missing; expected this member.")]
    [InlineData("}]", "}], \"facts\": [{ \"name\": \"x\", \"address\": 1, \"low\": 2, \"high\": 1 }]", "facts[0].high has a high of 1 and")]
    [InlineData("}]", "}], \"game\": \"c\"", "game.json, game is there twice; expected once.")]
    [InlineData("{ \"core\"", "\"core\"", "is not JSON: line 1 cannot be read; expected a file that describes a game")]
    public void A_wrong_file_gets_a_sentence(string usual, string wrong, string sentence)
    {
        var problem = Assert.Throws<InputException>(() => Read(Usual.Replace(usual, wrong, StringComparison.Ordinal)));
        Assert.Contains(sentence, problem.Message, StringComparison.Ordinal);
        Assert.Matches(@"^[A-Z][^\n]*[.?]$", problem.Message);
    }

    [Fact]
    public void A_missing_file_gets_a_sentence()
    {
        var problem = Assert.Throws<InputException>(() => DefinitionReader.Read(_directory.At("none.json")));
        const string sentence = "none.json cannot be read; expected a file that describes a game of libretro.";
        Assert.Contains(sentence, problem.Message, StringComparison.Ordinal);
        Assert.Contains("has no file", Assert.Throws<InputException>(() => LibretroBridge.Describe(" ")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_range_has_no_end()
    {
        GameDefinition definition = Read(Usual.Replace(
            "}]", """}], "ends": [{ "address": 1, "bytes": 4, "from": 100 }, { "address": 1, "bytes": 4, "is": 4294967295 }]""",
            StringComparison.Ordinal));
        Assert.True(definition.Ends[0].Holds(0, 3_000_000_000));
        Assert.False(definition.Ends[0].Holds(0, 99));
        Assert.True(definition.Ends[1].Holds(0, uint.MaxValue));
    }

    [Theory]
    [InlineData("Unsigned", 1, false, 0x81)]
    [InlineData("Signed", 1, false, -127)]
    [InlineData("Unsigned", 2, false, 0x0281)]
    [InlineData("Unsigned", 2, true, 0x8102)]
    [InlineData("Signed", 2, true, 0x8102 - 65536)]
    [InlineData("Unsigned", 4, true, 0x81020399)]
    [InlineData("Decimal", 1, false, 81)]
    [InlineData("Decimal", 3, true, 810203)]
    [InlineData("Decimal", 2, false, 281)]
    [InlineData("Digits", 3, true, 123)]
    public void A_number_is_read(string form, int length, bool isBigEndian, long expected) =>
        Assert.Equal(expected, new MemoryNumber(1, length, Enum.Parse<NumberForm>(form), isBigEndian).Read([0xFF, 0x81, 0x02, 0x03, 0x99]));

    [Theory]
    [InlineData("Difference", 5, 3, -4)]
    [InlineData("Increase", 5, 3, 0)]
    [InlineData("Increase", 3, 5, 4)]
    [InlineData("Decrease", 5, 3, 4)]
    [InlineData("Decrease", 3, 5, 0)]
    [InlineData("Change", 3, 5, 2)]
    [InlineData("Change", 5, 5, 0)]
    [InlineData("Value", 5, 3, 6)]
    public void A_reward_is_computed(string kind, long before, long now, double expected)
    {
        var number = new MemoryNumber(0, 1, NumberForm.Unsigned, false);
        Assert.Equal(expected, new RewardTerm(number, Enum.Parse<RewardKind>(kind), 2).Of(before, now));
    }

    [Theory]
    [InlineData("Rgb8888", new byte[] { 3, 2, 1, 0 }, 1, 2, 3)]
    [InlineData("Rgb565", new byte[] { 0xFF, 0xFF }, 255, 255, 255)]
    [InlineData("Rgb565", new byte[] { 0x00, 0xF8 }, 255, 0, 0)]
    [InlineData("Rgb565", new byte[] { 0x20, 0x00 }, 0, 4, 0)]
    [InlineData("Rgb1555", new byte[] { 0xE0, 0x03 }, 0, 255, 0)]
    [InlineData("Rgb1555", new byte[] { 0x00, 0x7C }, 255, 0, 0)]
    [InlineData("Rgb1555", new byte[] { 0x1F, 0x80 }, 0, 0, 255)]
    public void A_pixel_is_converted(string format, byte[] pixel, byte red, byte green, byte blue)
    {
        byte[] to = new byte[3];
        PixelConversion.Convert(Enum.Parse<PixelFormat>(format), pixel, to);
        Assert.Equal([red, green, blue], to);
    }

    private GameDefinition Read(string text)
    {
        File.WriteAllText(_directory.At("game.json"), text);
        return DefinitionReader.Read(_directory.At("game.json"));
    }
}
