using System.Collections.Immutable;
using System.Linq;
using AsyncRL.TestSources;
using AsyncRL.Training.Machine;
using AsyncRL.Training.Runs;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Machine;

public class ThreadPlacesTests
{
    /// <summary>Two cache domains of two cores; the cores of the first have two hardware threads.</summary>
    private static readonly ImmutableArray<ProcessorDomain> Domains =
        [new ProcessorDomain([0, 1], [4, 5]), new ProcessorDomain([2, 3], [])];

    [Theory]
    [InlineData(1, 3, "0 1 2")]
    [InlineData(1, 5, "0 1 2 3 4")]
    [InlineData(1, 8, "0 1 2 3 4 5 * *")]
    [InlineData(2, 2, "0 1 | 2 3")]
    [InlineData(2, 3, "0 1 4 | 2 3 *")]
    [InlineData(4, 1, "0 | 1 | 2 | 3")]
    [InlineData(4, 2, "0 1 | 4 5 | 2 3 | * *")]
    [InlineData(3, 1, "0 | 1 | 2")]
    public void A_group_has_processors_of_its_own_domain_cores_first(int groups, int threads, string expected)
    {
        var places = new List<string>();
        for (int group = 0; group < groups; group++)
        {
            var chosen = ThreadPlaces.Choose(Domains, group, groups, threads);
            places.Add(string.Join(' ', Enumerable.Range(0, threads).Select(thread => $"{chosen.ProcessorOf(thread)}").Select(
                text => text.Length == 0 ? "*" : text)));
        }

        Assert.Equal(expected, string.Join(" | ", places));
    }

    [Fact]
    public void A_thread_beyond_the_processors_may_run_on_all_of_its_domain()
    {
        Assert.Equal<int>([2, 3], ThreadPlaces.Choose(Domains, 1, 2, 3).ProcessorsOf(2));
        Assert.Equal<int>([0, 1, 4, 5], ThreadPlaces.Choose(Domains, 0, 2, 1).ProcessorsOf(1));
    }

    [Fact]
    public void Hardware_threads_belong_to_the_domains_of_their_cores()
    {
        using TemporaryDirectory system = PhysicalCoresTests.TwoCores();
        var latencies = new CoreLatencies([0, 1], new[,] { { 0, 200.0 }, { 200, 0 } });
        ImmutableArray<ProcessorDomain> domains = ProcessorDomain.Of([0, 1, 2], latencies, system.FullPath);
        Assert.Equal(["0", "1"], domains.Select(domain => string.Join(',', domain.Cores)));
        Assert.Equal(["2", ""], domains.Select(domain => string.Join(',', domain.OtherThreads)));
        ProcessorDomain all = Assert.Single(ProcessorDomain.Of([0, 1, 2], null, system.FullPath));
        Assert.Equal("0,1 2", $"{string.Join(',', all.Cores)} {string.Join(',', all.OtherThreads)}");
    }

    /// <summary>The threads of a run of groups stay on their processors, and the thread that trains may run everywhere again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_binds_its_threads_and_releases_its_caller(int groups)
    {
        if (ThreadPlaces.Refusal is not null) return;
        int[] allowed = ProcessorAffinity.Allowed();
        var seen = new Dictionary<int, HashSet<int>>();
        var task = new ObservedTask(new WalkTask(), _ =>
        {
            lock (seen)
            {
                if (!seen.TryGetValue(Environment.CurrentManagedThreadId, out HashSet<int>? processors))
                    seen[Environment.CurrentManagedThreadId] = processors = [];
                processors.Add(Thread.GetCurrentProcessorId());
            }
        });
        TrainingRequest request = Requests.Small(20_000, ("groups", $"{groups}"), ("pin", "true")) with { Threads = 2 };
        TrainingConfiguration configuration = request.For(task);
        Assert.DoesNotContain(configuration.Warnings, warning => warning.Contains("pin", StringComparison.Ordinal));
        Trainer.Train(configuration);
        Assert.Equal(allowed, ProcessorAffinity.Allowed());
        Assert.Equal(2, seen.Count);
        Assert.All(seen.Values, processors => Assert.Single(processors));
        Assert.Equal(Math.Min(2, allowed.Length), seen.Values.SelectMany(processors => processors).Distinct().Count());
    }
}
