using AsyncRL.Core.Options;

namespace AsyncRL.Core.Tests.Options;

public class OneLineTests
{
    [Theory]
    [InlineData("a  b\t c\r\nd\n", "a b c d")]
    [InlineData("It failed.", "It failed.")]
    [InlineData(" \n", "")]
    public void Blanks_and_line_ends_become_one_blank(string text, string line) => Assert.Equal(line, OneLine.Of(text));

    [Theory]
    [InlineData("Unable to load x. Consider strace.\n/x: invalid ELF  header.\n/y: no such file", "/x: invalid ELF header")]
    [InlineData("Could not find a part of the path.", "Could not find a part of the path")]
    public void The_reason_of_a_library_is_the_system_s_own(string message, string line) =>
        Assert.Equal(line, OneLine.OfLoading(new DllNotFoundException(message)));
}
