using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Preprocessing;

/// <summary>
/// A game of frames and its name, with <see cref="ArcadePreprocessing"/>. Derive from it in the game's file and create the game.
/// </summary>
/// <typeparam name="TOptions">A record with the game's options besides those of the preprocessing.</typeparam>
public abstract class AtariStyleDescription<TOptions> : EnvironmentDescription<TOptions>
    where TOptions : PreprocessingOptions, new()
{
    /// <summary>Makes only the game, which shows single frames without preprocessing.</summary>
    /// <param name="options">The options, each in the range that its attribute allows.</param>
    /// <param name="generator">The game's only source of randomness; the game owns it from now on.</param>
    /// <returns>The game, not yet reset.</returns>
    /// <exception cref="InputException">The options contradict each other. The message says how.</exception>
    public abstract IFrameEnvironment CreateGame(TOptions options, RandomGenerator generator);

    /// <inheritdoc/>
    protected sealed override IEnvironment Create(TOptions options, RandomGenerator generator) =>
        ArcadePreprocessing.Wrap(CreateGame(options, generator), options, generator, learning: false);

    /// <inheritdoc/>
    protected sealed override IEnvironment CreateForLearning(TOptions options, RandomGenerator generator) =>
        ArcadePreprocessing.Wrap(CreateGame(options, generator), options, generator, learning: true);
}
