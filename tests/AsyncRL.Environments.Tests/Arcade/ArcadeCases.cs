using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Arcade.Breakout;
using AsyncRL.Environments.Arcade.Freeway;
using AsyncRL.Environments.Arcade.Invaders;
using AsyncRL.Environments.Arcade.Pong;
using AsyncRL.Environments.Arcade.Seaquest;
using AsyncRL.Randomness;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The games of the arcade without preprocessing.</summary>
internal static class ArcadeCases
{
    private static readonly Dictionary<string, Func<ulong, bool, ArcadeGame>> Games = new()
    {
        ["pong"] = (seed, isColoured) => new PongGame(new PongOptions { Grey = !isColoured }, new RandomGenerator(seed)),
        ["breakout"] = (seed, isColoured) => new BreakoutGame(new BreakoutOptions { Grey = !isColoured }, new RandomGenerator(seed)),
        ["freeway"] = (seed, isColoured) => new FreewayGame(new FreewayOptions { Grey = !isColoured }, new RandomGenerator(seed)),
        ["invaders"] = (seed, isColoured) => new InvadersGame(new InvadersOptions { Grey = !isColoured }, new RandomGenerator(seed)),
        ["seaquest"] = (seed, isColoured) => new SeaquestGame(new SeaquestOptions { Grey = !isColoured }, new RandomGenerator(seed)),
    };

    public static TheoryData<string> Names() => [.. Games.Keys];

    internal static ArcadeGame Create(string name, ulong seed, bool isColoured = false) => Games[name](seed, isColoured);
}
