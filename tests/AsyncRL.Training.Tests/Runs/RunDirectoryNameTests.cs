using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Runs;

public class RunDirectoryNameTests
{
    [Theory]
    [InlineData("catch", "catch")]
    [InlineData("gymnasium:ALE/Pong-v5", "gymnasium-ALE-Pong-v5")]
    [InlineData("libretro:/home/me/games/pong.json", "libretro-pong.json")]
    public void A_name_of_an_environment_becomes_a_part_of_a_path(string name, string part) =>
        Assert.Equal(part, RunDirectory.FileName(name));
}
