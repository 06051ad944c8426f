using AsyncRL.TestSources;
using FsCheck;
using FsCheck.Fluent;

namespace AsyncRL.Training.Tests.Infrastructure;

/// <summary>Runs properties of training under FsCheck.</summary>
internal static class PropertyCheck
{
    /// <summary>Any seed: what a property draws beyond it follows from the seed.</summary>
    internal static Gen<ulong> Seeds => Gen.Select(ArbMap.Default.GeneratorFor<DoNotSize<ulong>>(), seed => seed.Item);

    /// <summary>Checks that a property holds: that it throws for no seed.</summary>
    internal static void ForAllSeeds(string subject, int tests, Action<ulong> property) => ForAll(subject, tests, Seeds, property);

    /// <summary>Checks that a property holds: that it throws for no draw.</summary>
    /// <param name="subject">What the property is about; printed when it fails.</param>
    /// <param name="tests">How many draws.</param>
    /// <param name="draws">What is drawn; printed when the property fails for it.</param>
    /// <param name="property">Throws where the property does not hold.</param>
    internal static void ForAll<T>(string subject, int tests, Gen<T> draws, Action<T> property) =>
        Check.One(PropertyConfiguration.For(subject, tests), Prop.ForAll(Arb.From(draws), property));
}
