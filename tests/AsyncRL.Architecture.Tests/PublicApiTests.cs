using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>Tests that the public surface of every packed assembly is the one that is checked in: no change of it goes unseen.</summary>
public class PublicApiTests
{
    private const string Accept = "ASYNCRL_ACCEPT_PUBLIC_API";

    public static TheoryData<string> Assemblies => [.. NamesBelow("src", "*.csproj")];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_surface_is_the_one_that_is_checked_in(string project)
    {
        List<string> surface = PublicSurface.Of(Assembly.Load(NameOf(project)));
        string file = Repository.PathOf($"tests/AsyncRL.Architecture.Tests/PublicApi/{project}.txt");
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(file, string.Concat(surface.Select(line => line + "\n")));
        List<string> differences = PublicSurface.Differences(File.Exists(file) ? File.ReadAllLines(file) : [], surface);
        Assert.True(
            differences.Count == 0,
            $"The public surface of {project} differs from {file}:\n{string.Join("\n", differences)}\n"
            + $"To accept it: {Accept}=1 dotnet test -c Release tests/AsyncRL.Architecture.Tests");
    }

    [Fact]
    public void Every_snapshot_is_of_a_project() =>
        Assert.Equal(NamesBelow("src", "*.csproj"), NamesBelow("tests/AsyncRL.Architecture.Tests/PublicApi", "*.txt"));

    [Fact]
    public void A_surface_says_all_that_a_program_outside_depends_on() => Assert.Equal(
        [
            "abstract class AsyncRL.Architecture.Tests.PublicApiTests.Shown<T> : IDisposable where T : struct, IComparable<T>",
            "    abstract T? Next(in T first, ReadOnlySpan<byte> second, params string?[] names)",
            "    const int Limit = 3",
            "    override string? ToString()",
            "    protected Shown(int size = 5, string? name = default)",
            "    protected virtual void Change<TOther>(ref TOther other) where TOther : class, new()",
            "    required List<string?> Names { get; init; }",
            "    static double Rate { get; protected set; }",
            "    void Dispose()",
            "sealed record class AsyncRL.Architecture.Tests.PublicApiTests.Pair",
            "    (int, string) Both { get; }",
            "    Pair(int First)",
            "    int First { get; init; }",
        ],
        [.. PublicSurface.Of(typeof(Shown<>)), .. PublicSurface.Of(typeof(Pair))]);

    [Fact]
    public void Differences_are_below_their_type() => Assert.Equal(
        ["  class A", "-     int Old", "+     int Young", "+ class C", "+     int New"],
        PublicSurface.Differences(
            ["class A", "    int Old", "    int Same", "class B", "    int Young"],
            ["class A", "    int Same", "    int Young", "class B", "    int Young", "class C", "    int New"]));

    private static IEnumerable<string> NamesBelow(string directory, string pattern) =>
        Repository.FilesBelow(directory, pattern).Select(file => Path.GetFileNameWithoutExtension(file));

    internal static string NameOf(string project)
    {
        XDocument file = XDocument.Load(Repository.PathOf($"src/{project}/{project}.csproj"));
        return file.Descendants("AssemblyName").SingleOrDefault()?.Value ?? project;
    }

    /// <summary>Has one of each kind of member.</summary>
    /// <typeparam name="T">A type with constraints.</typeparam>
    public abstract class Shown<T> : IDisposable
        where T : struct, IComparable<T>
    {
        public const int Limit = 3;

        private protected Shown(bool unseen) => Rate = unseen ? 1 : 0;

        protected Shown(int size = 5, string? name = null) => Names = [name, $"{size}"];

        public static double Rate { get; protected set; }

        public required List<string?> Names { get; init; }

        internal int Unseen { get; set; }

        public abstract T? Next(in T first, ReadOnlySpan<byte> second, params string?[] names);

        public override string? ToString() => null;

        public void Dispose() => GC.SuppressFinalize(this);

        protected virtual void Change<TOther>(ref TOther other)
            where TOther : class, new() => other = new TOther();
    }

    /// <summary>A record, most of whose members are the compiler's.</summary>
    public sealed record Pair(int First)
    {
        public (int, string) Both => (First, $"{First}");
    }
}
