using System.Linq;
using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using System.Threading.Tasks;
using AsyncRL.Core.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AsyncRL.Live;

/// <summary>
/// A page in a browser that shows runs while they train, and their agents at play. It is served on this machine only, unless the settings
/// say otherwise, and its address contains a secret. docs/live.md describes page, events and rules.
/// </summary>
public sealed class LivePage : IAsyncDisposable
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    private readonly WebApplication _application;
    private readonly IReadOnlyList<LiveRun> _runs;

    private LivePage(WebApplication application, IReadOnlyList<LiveRun> runs, Uri address) =>
        (_application, _runs, Address) = (application, runs, address);

    /// <summary>The address of the page, with its secret.</summary>
    public Uri Address { get; }

    /// <summary>Begins to serve a page.</summary>
    /// <param name="runs">The runs; the page disposes of them at its end.</param>
    /// <param name="settings">Where and how.</param>
    /// <returns>The page; the caller disposes of it.</returns>
    /// <exception cref="InputException">The port is taken or not allowed, or the address is none of this machine.</exception>
    public static async Task<LivePage> StartAsync(IReadOnlyList<LiveRun> runs, LiveSettings settings)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(settings);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.Listen(settings.Bind, settings.Port);
            server.AddServerHeader = false;
        });
        builder.Services.AddRouting();
        WebApplication application = builder.Build();
        var gate = new LiveGate(settings);
        application.Use((context, next) => gate.Handle(context, next));
        Map(application, runs);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new InputException(
                $"The page cannot be served at {settings.Bind} on port {settings.Port} ({problem.Message.TrimEnd('.')}); "
                + "expected an address of this machine and a port that is free and allowed, such as 0.",
                problem);
        }

        int port = new Uri(application.Urls.First()).Port;
        return new LivePage(application, runs, new Uri($"http://{settings.Host}:{port}/?token={gate.Token}"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (LiveRun run in _runs) run.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _application.StopAsync(patience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Map(WebApplication application, IReadOnlyList<LiveRun> runs)
    {
        foreach ((string path, string file, string type) in ((string, string, string)[])
            [
                ("/", "page.html", "text/html; charset=utf-8"), ("/page.js", "page.js", "text/javascript"),
                ("/page.css", "page.css", "text/css"),
            ])
        {
            byte[] content = ReadResource(file);
            application.MapGet(path, () => TypedResults.Bytes(content, type));
        }

        application.MapGet("/favicon.ico", () => TypedResults.NoContent());
        string described = new JsonArray([.. Array.ConvertAll([.. runs], run => run.Describe())]).ToJsonString();
        application.MapGet("/runs.json", () => TypedResults.Text(described, "application/json"));
        application.MapGet("/state.json", IResult (int? run) =>
            Find(runs, run) is { } found ? TypedResults.Text(found.State.Json, "application/json") : TypedResults.NotFound());
        application.MapGet("/metrics.json", IResult (int? run) =>
            Find(runs, run) is { } found ? TypedResults.Text(found.Metrics.Json, "application/json") : TypedResults.NotFound());
        application.MapGet("/events", IResult (int? run, string? saliency, CancellationToken stop) =>
            Find(runs, run) is { } found && saliency is null or "on"
                ? TypedResults.ServerSentEvents(Events(found, saliency is not null, stop)) : TypedResults.NotFound());
        application.MapGet("/control", IResult (int? run, string? @do, double? factor) =>
            Find(runs, run) is { } found && found.Player.TryControl(@do ?? "", factor)
                ? TypedResults.NoContent() : TypedResults.NotFound());
    }

    private static LiveRun? Find(IReadOnlyList<LiveRun> runs, int? index) => index is { } i && i >= 0 && i < runs.Count ? runs[i] : null;

    private static async IAsyncEnumerable<SseItem<string>> Events(
        LiveRun run, bool wantsSaliency, [EnumeratorCancellation] CancellationToken stop)
    {
        Channel<LiveEvent> queue = run.Subscribers.Add(run.History, wantsSaliency);
        try
        {
            while (true)
            {
                LiveEvent? next = await NextAsync(queue.Reader, stop).ConfigureAwait(false);
                if (next is null) yield break;
                yield return new SseItem<string>(next.Json, next.Kind);
            }
        }
        finally
        {
            run.Subscribers.Remove(queue);
        }
    }

    /// <summary>The next message; a ping if none comes for a while; null at the end.</summary>
    private static async ValueTask<LiveEvent?> NextAsync(ChannelReader<LiveEvent> queue, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(PingInterval);
        try
        {
            return await queue.WaitToReadAsync(patience.Token).ConfigureAwait(false) && queue.TryRead(out LiveEvent? next) ? next : null;
        }
        catch (OperationCanceledException)
        {
            return stop.IsCancellationRequested ? null : new LiveEvent("ping", "{}");
        }
    }

    private static byte[] ReadResource(string name)
    {
        using Stream stream = typeof(LivePage).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}

/// <summary>Where and how a live page is served.</summary>
public sealed record LiveSettings
{
    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The address on which the page is served. Only programs of this machine reach the default.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>The secret in the page's address; null to draw 128 random bits.</summary>
    public string? Token { get; init; }

    /// <summary>The host in the page's address. A page that is served on all addresses is reached at that of this machine.</summary>
    internal string Host
    {
        get
        {
            IPAddress address = Bind;
            if (address.Equals(IPAddress.Any)) address = IPAddress.Loopback;
            if (address.Equals(IPAddress.IPv6Any)) address = IPAddress.IPv6Loopback;
            return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        }
    }
}
