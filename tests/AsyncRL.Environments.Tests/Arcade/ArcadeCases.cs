using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Arcade.Breakout;
using AsyncRL.Environments.Arcade.Freeway;
using AsyncRL.Environments.Arcade.Invaders;
using AsyncRL.Environments.Arcade.Pong;
using AsyncRL.Environments.Arcade.Seaquest;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The games of the arcade without preprocessing.</summary>
internal static class ArcadeCases
{
    private static readonly Dictionary<string, Func<ulong, bool, ArcadeGame>> Games = new()
    {
        ["pong"] = (seed, isColored) => new PongGame(new PongOptions { Gray = !isColored }, new RandomGenerator(seed)),
        ["breakout"] = (seed, isColored) => new BreakoutGame(new BreakoutOptions { Gray = !isColored }, new RandomGenerator(seed)),
        ["freeway"] = (seed, isColored) => new FreewayGame(new FreewayOptions { Gray = !isColored }, new RandomGenerator(seed)),
        ["invaders"] = (seed, isColored) => new InvadersGame(new InvadersOptions { Gray = !isColored }, new RandomGenerator(seed)),
        ["seaquest"] = (seed, isColored) => new SeaquestGame(new SeaquestOptions { Gray = !isColored }, new RandomGenerator(seed)),
    };

    internal static IReadOnlyCollection<string> All => Games.Keys;

    public static TheoryData<string> Names() => [.. Games.Keys];

    internal static bool IsOne(string name) => Games.ContainsKey(name);

    internal static ArcadeGame Create(PreprocessingOptions options, RandomGenerator generator) => options switch
    {
        PongOptions pong => new PongGame(pong, generator),
        BreakoutOptions breakout => new BreakoutGame(breakout, generator),
        FreewayOptions freeway => new FreewayGame(freeway, generator),
        InvadersOptions invaders => new InvadersGame(invaders, generator),
        SeaquestOptions seaquest => new SeaquestGame(seaquest, generator),
        _ => throw new ArgumentException($"No game has the options {options}.", nameof(options)),
    };

    internal static ArcadeGame Create(string name, ulong seed, bool isColored = false) => Games[name](seed, isColored);
}
