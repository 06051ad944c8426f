using AsyncRL.TestSources;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Runs properties of training under FsCheck.</summary>
internal static class PropertyCheck
{
    /// <summary>Any seed. All other data of a property follows from the seed.</summary>
    internal static Gen<ulong> Seeds => Gen.Select(ArbMap.Default.GeneratorFor<DoNotSize<ulong>>(), seed => seed.Item);

    /// <summary>Checks that a property holds: that it throws for no seed.</summary>
    internal static void ForAllSeeds(string subject, int tests, Action<ulong> property) => ForAll(subject, tests, Seeds, property);

    /// <summary>Checks that a property holds: that it throws for no draw.</summary>
    /// <param name="subject">The subject of the property, printed when the property fails.</param>
    /// <param name="tests">Number of draws.</param>
    /// <param name="draws">The generator of the draws; a draw is printed when the property fails for it.</param>
    /// <param name="property">Throws an exception if the property does not hold.</param>
    internal static void ForAll<T>(string subject, int tests, Gen<T> draws, Action<T> property) =>
        Check.One(PropertyConfiguration.For(subject, tests), Prop.ForAll(Arb.From(draws), property));
}
