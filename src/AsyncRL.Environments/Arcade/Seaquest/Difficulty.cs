using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>The difficulty after a number of full surfacings.</summary>
/// <param name="EnemySpeed">The speed of sharks and submarines, in 1/256 pixel per frame.</param>
/// <param name="LargestSchool">The largest number of enemies in a row.</param>
/// <param name="TorpedoInterval">The smallest number of frames from one torpedo of a school to the next.</param>
internal readonly record struct Difficulty(int EnemySpeed, int LargestSchool, int TorpedoInterval)
{
    /// <summary>The number of full surfacings after which the difficulty no longer grows.</summary>
    internal const int HighestLevel = 20;

    /// <summary>Each full surfacing makes enemies faster by a tenth of their first speed and lets them fire more often.</summary>
    /// <param name="options">The difficulty at first.</param>
    /// <param name="level">Full surfacings so far.</param>
    internal static Difficulty Of(SeaquestOptions options, int level)
    {
        int tenths = 10 + Math.Min(level, HighestLevel);
        return new Difficulty(
            FromPixels(options.EnemySpeed) * tenths / 10, Math.Min(1 + level, School.Most), options.TorpedoInterval * 10 / tenths);
    }
}
