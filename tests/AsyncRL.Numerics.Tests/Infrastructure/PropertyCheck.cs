using AsyncRL.TestSources;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>Runs properties of layers, terms and networks under FsCheck.</summary>
internal static class PropertyCheck
{
    internal const int LargestRows = 20;

    /// <summary>Checks that a property holds: that it throws an exception for no draw.</summary>
    /// <param name="subject">The subject of the property, printed when the property fails.</param>
    /// <param name="tests">Number of draws.</param>
    /// <param name="property">Throws an exception if the property does not hold.</param>
    internal static void ForAll(string subject, int tests, Action<Draw> property)
    {
        Gen<Draw> draws =
            from seed in ArbMap.Default.GeneratorFor<DoNotSize<ulong>>()
            from rows in Gen.Choose(1, LargestRows)
            select new Draw(seed.Item, rows);
        FsCheck.Check.One(PropertyConfiguration.For(subject, tests), Prop.ForAll(Arb.From(draws, FewerRows), property));
    }

    /// <summary>Only the number of rows shrinks, because another seed is a different case, not a smaller one.</summary>
    private static IEnumerable<Draw> FewerRows(Draw draw)
    {
        if (draw.Rows == 1) yield break;
        yield return draw with { Rows = 1 };
        yield return draw with { Rows = draw.Rows / 2 };
        yield return draw with { Rows = draw.Rows - 1 };
    }
}
