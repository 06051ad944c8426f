using AsyncRL.TestSources;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>Runs properties of layers, terms and networks under FsCheck.</summary>
internal static class PropertyCheck
{
    internal const int LargestRows = 20;

    /// <summary>Checks that a property holds: that it throws for no draw.</summary>
    /// <param name="subject">What the property is about; printed when it fails.</param>
    /// <param name="tests">How many draws.</param>
    /// <param name="property">Throws where the property does not hold.</param>
    internal static void ForAll(string subject, int tests, Action<Draw> property)
    {
        Gen<Draw> draws =
            from seed in ArbMap.Default.GeneratorFor<DoNotSize<ulong>>()
            from rows in Gen.Choose(1, LargestRows)
            select new Draw(seed.Item, rows);
        FsCheck.Check.One(PropertyConfiguration.For(subject, tests), Prop.ForAll(Arb.From(draws, FewerRows), property));
    }

    /// <summary>Another seed is another case, not a smaller one: only the rows shrink.</summary>
    private static IEnumerable<Draw> FewerRows(Draw draw)
    {
        if (draw.Rows == 1) yield break;
        yield return draw with { Rows = 1 };
        yield return draw with { Rows = draw.Rows / 2 };
        yield return draw with { Rows = draw.Rows - 1 };
    }
}
