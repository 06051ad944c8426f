using static AsyncRL.Environments.Arcade.FixedPoint;

namespace AsyncRL.Environments.Arcade.Seaquest;

/// <summary>How hard the sea is, after so many full surfacings.</summary>
/// <param name="EnemySpeed">Of sharks and submarines, in 1/256 pixel per frame.</param>
/// <param name="LargestSchool">The most enemies that come in a row.</param>
/// <param name="TorpedoInterval">The fewest frames from one torpedo of a school to the next.</param>
internal readonly record struct Difficulty(int EnemySpeed, int LargestSchool, int TorpedoInterval)
{
    /// <summary>Full surfacings after which it grows no further.</summary>
    internal const int HighestLevel = 20;

    /// <summary>Each full surfacing makes enemies faster by a tenth of their first speed and lets them fire oftener.</summary>
    /// <param name="options">The difficulty at first.</param>
    /// <param name="level">Full surfacings so far.</param>
    internal static Difficulty Of(SeaquestOptions options, int level)
    {
        int tenths = 10 + Math.Min(level, HighestLevel);
        return new Difficulty(
            FromPixels(options.EnemySpeed) * tenths / 10, Math.Min(1 + level, School.Most), options.TorpedoInterval * 10 / tenths);
    }
}
