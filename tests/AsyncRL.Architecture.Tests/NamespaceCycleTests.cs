using System.Linq;
using System.Reflection;

namespace AsyncRL.Architecture.Tests;

/// <summary>
/// Tests that the namespaces of an assembly use each other in one direction. A namespace and the namespaces inside it are one part of the
/// program: they may use each other, and what one of them uses counts for the others only where it is outside.
/// </summary>
public class NamespaceCycleTests
{
    public static TheoryData<string> Assemblies => [.. PublicApiTests.Assemblies];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_namespace_reaches_itself(string project)
    {
        Dictionary<string, SortedSet<string>> uses = UsesIn(Assembly.Load(PublicApiTests.NameOf(project)));
        List<string> cycles = Cycles(uses);
        Assert.True(cycles.Count == 0, string.Join(Environment.NewLine, cycles));
    }

    [Fact]
    public void The_uses_of_a_type_are_those_of_its_code()
    {
        HashSet<Type> uses = TypeUses.Of(typeof(Shown));
        HashSet<Type> named = [typeof(List<>), typeof(TypeUses), typeof(Uri), typeof(StringComparer), typeof(Version), typeof(Action<>)];
        Assert.Superset(named, uses);
        Assert.DoesNotContain(typeof(DateTime), uses);
    }

    [Fact]
    public void A_cycle_is_found()
    {
        var uses = new Dictionary<string, SortedSet<string>> { ["A"] = ["B"], ["B"] = ["C"], ["C"] = ["A"], ["D"] = ["A"] };
        Assert.Equal(["A: B", "B: C", "C: A"], Cycles(uses));
    }

    /// <summary>The namespaces that each namespace of an assembly uses, within the assembly.</summary>
    private static Dictionary<string, SortedSet<string>> UsesIn(Assembly assembly)
    {
        var uses = new Dictionary<string, SortedSet<string>>();
        foreach (Type type in assembly.GetTypes())
        {
            if (type.Namespace is not { } name) continue;
            if (!uses.TryGetValue(name, out SortedSet<string>? used)) uses.Add(name, used = new SortedSet<string>(StringComparer.Ordinal));
            foreach (Type other in TypeUses.Of(type))
            {
                if (other.Assembly == assembly && other.Namespace is { } outside && !IsInside(name, outside) && !IsInside(outside, name))
                    used.Add(outside);
            }
        }

        return uses;
    }

    private static bool IsInside(string name, string outer) =>
        name == outer || name.StartsWith(outer + ".", StringComparison.Ordinal);

    /// <summary>The namespaces that reach themselves, in order, each with those on the way that it uses itself.</summary>
    private static List<string> Cycles(Dictionary<string, SortedSet<string>> uses)
    {
        var cycles = new List<string>();
        foreach (string name in uses.Keys.Order(StringComparer.Ordinal))
        {
            if (!Reached(uses, name).Contains(name)) continue;
            IEnumerable<string> next = uses[name].Where(used => Reached(uses, used).Contains(name));
            cycles.Add($"{name}: {string.Join(", ", next)}");
        }

        return cycles;
    }

    private static HashSet<string> Reached(Dictionary<string, SortedSet<string>> uses, string name)
    {
        var reached = new HashSet<string>();
        var pending = new Stack<string>(uses[name]);
        while (pending.TryPop(out string? next))
        {
            if (!reached.Add(next) || !uses.TryGetValue(next, out SortedSet<string>? further)) continue;
            foreach (string one in further) pending.Push(one);
        }

        return reached;
    }

    /// <summary>Names types in a field, a generic call, a type argument, a constant expression and a signature.</summary>
    private sealed class Shown
    {
        private readonly List<Uri> _field = [];

        internal static object? Call(Action<int> argument) => Array.Empty<Version>().Length > 0 ? argument : StringComparer.Ordinal;

        internal HashSet<Type> Body() => _field.Count > 0 ? TypeUses.Of(GetType()) : [];
    }
}
