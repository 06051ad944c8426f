namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The names of the games' actions.</summary>
public class ArcadeActionTests
{
    [Theory]
    [InlineData("pong", "no-op up down")]
    [InlineData("breakout", "no-op fire left right")]
    [InlineData("freeway", "no-op up down")]
    [InlineData("invaders", "no-op fire left right left-fire right-fire")]
    [InlineData("seaquest", "no-op fire up down left right up-fire down-fire left-fire right-fire")]
    public void Actions_have_the_names_of_what_the_joystick_does(string game, string names)
    {
        Assert.Equal(names, string.Join(' ', ArcadeCases.Create(game, seed: 1).Actions.Names!));
    }
}
