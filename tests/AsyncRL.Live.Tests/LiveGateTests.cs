using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace AsyncRL.Live.Tests;

/// <summary>Only a browser that was given the address of a page gets anything, and no other site's page does.</summary>
public sealed class LiveGateTests(ServedRun served) : IClassFixture<ServedRun>
{
    private static readonly string[] Paths =
    [
        "/", "/page.js", "/page.css", "/runs.json", "/events?run=0", "/events?run=0&saliency=on", "/metrics.json?run=0",
        "/state.json?run=0", "/control?run=0&do=pause", "/x",
    ];

    [Fact]
    public async Task Nothing_is_answered_without_the_secret()
    {
        await using LivePage page = await served.ServeAsync();
        using HttpClient client = Client(page);
        foreach (string path in Paths)
        {
            foreach (string cookie in (string[])["", $"{NameOfCookie(page)}=wrong", $"{NameOfCookie(page)}="])
            {
                HttpResponseMessage answer = await Get(client, path, ("Cookie", cookie));
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Empty(await answer.Content.ReadAsStringAsync());
            }
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(client, "/?token=wrong")).StatusCode);
    }

    [Fact]
    public async Task The_address_gives_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        await using LivePage page = await served.ServeAsync();
        using HttpClient client = Client(page);
        HttpResponseMessage answer = await Get(client, page.Address.PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        string cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/", ("Cookie", cookie.Split(';')[0]))).StatusCode);
    }

    [Theory]
    [InlineData("Host", "example.org")]
    [InlineData("Host", "127.0.0.1.example.org")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_site_gets_nothing_even_with_the_secret(string header, string value)
    {
        await using LivePage page = await served.ServeAsync();
        using HttpClient client = Client(page);
        foreach (string path in (string[])[.. Paths, page.Address.PathAndQuery])
        {
            HttpResponseMessage answer = await Get(client, path, ("Cookie", CookieOf(page)), (header, value));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task This_machine_s_names_are_answered(string host)
    {
        await using LivePage page = await served.ServeAsync();
        using HttpClient client = Client(page);
        HttpResponseMessage answer = await Get(client, "/", ("Cookie", CookieOf(page)), ("Host", $"{host}:{page.Address.Port}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>A browser sends the cookies of a host to all its ports. A tunnel may give a page another port in the browser.</summary>
    [Fact]
    public async Task Two_pages_of_one_host_have_cookies_of_two_names()
    {
        await using LivePage one = await served.ServeAsync();
        await using LivePage other = await served.ServeAsync();
        string cookies = $"{CookieOf(one)}; {CookieOf(other)}";
        foreach (LivePage page in (LivePage[])[one, other])
        {
            using HttpClient client = Client(page);
            HttpResponseMessage first = await Get(client, page.Address.PathAndQuery);
            Assert.StartsWith(CookieOf(page), Assert.Single(first.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await Get(client, "/", ("Cookie", cookies))).StatusCode);
            HttpResponseMessage tunnelled = await Get(client, page.Address.PathAndQuery, ("Host", "localhost:9"));
            Assert.StartsWith("asyncrl-live-9=", Assert.Single(tunnelled.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_get_is_answered_and_no_other_origin_may_read()
    {
        await using LivePage page = await served.ServeAsync();
        using HttpClient client = Client(page);
        HttpMethod[] others = [HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options, HttpMethod.Head];
        foreach (HttpMethod method in others)
        {
            using var request = new HttpRequestMessage(method, "/control?run=0&do=pause");
            request.Headers.Add("Cookie", CookieOf(page));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.SendAsync(request)).StatusCode);
        }

        HttpResponseMessage answer = await Get(client, "/", ("Cookie", CookieOf(page)), ("Origin", "http://example.org"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/events?run=1")]
    [InlineData("/events?run=-1")]
    [InlineData("/events?run=0&saliency=maybe")]
    [InlineData("/metrics.json")]
    [InlineData("/metrics.json?run=1")]
    [InlineData("/control?run=0")]
    [InlineData("/control?run=0&do=jump")]
    [InlineData("/control?run=0&do=speed")]
    [InlineData("/control?run=0&do=speed&factor=3")]
    [InlineData("/control?run=0&do=pause&factor=1")]
    [InlineData("/state.json")]
    [InlineData("/state.json?run=1")]
    [InlineData("/../run.json")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        await using LivePage page = await served.ServeAsync();
        using HttpClient client = Client(page);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(client, path, ("Cookie", CookieOf(page)))).StatusCode);
    }

    [Fact]
    public async Task A_program_sends_the_secret_in_a_heading()
    {
        await using LivePage page = await served.ServeAsync();
        using HttpClient client = Client(page);
        string secret = page.Address.Query[7..];
        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/state.json?run=0", ("Authorization", $"Bearer {secret}"))).StatusCode);
        foreach (string wrong in (string[])[secret, $"Basic {secret}", "Bearer ", $"Bearer {secret[1..]}"])
        {
            HttpResponseMessage refused = await Get(client, "/state.json?run=0", ("Authorization", wrong));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_gets_a_sentence()
    {
        await using LivePage page = await served.ServeAsync();
        var refused = await Assert.ThrowsAsync<Core.Options.InputException>(() => served.ServeAsync(page.Address.Port));
        string sentence = $"The page cannot be served at 127.0.0.1 on port {page.Address.Port} (";
        Assert.StartsWith(sentence, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>TEST-NET-1 belongs to no machine.</summary>
    [Fact]
    public async Task An_address_of_another_machine_gets_a_sentence()
    {
        var settings = new LiveSettings { Bind = IPAddress.Parse("192.0.2.1") };
        var refused = await Assert.ThrowsAsync<Core.Options.InputException>(() => served.ServeAsync(settings));
        Assert.StartsWith("The page cannot be served at 192.0.2.1 on port 0 (", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    [InlineData("::1", "[::1]")]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("::", "[::1]")]
    public async Task The_address_that_is_printed_is_answered(string bind, string host)
    {
        var address = IPAddress.Parse(bind);
        if (bind.Contains(':', StringComparison.Ordinal) && !HasIPv6Loopback()) return;
        if (bind == "127.0.0.2" && OperatingSystem.IsMacOS()) return;
        await using LivePage page = await served.ServeAsync(new LiveSettings { Bind = address });
        Assert.Equal(host, page.Address.Host);
        using HttpClient client = Client(page);
        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/", ("Cookie", CookieOf(page)))).StatusCode);
    }

    [Fact]
    public async Task Each_page_has_a_secret_of_its_own()
    {
        await using LivePage one = await served.ServeAsync();
        await using LivePage other = await served.ServeAsync();
        Assert.NotEqual(one.Address.Query, other.Address.Query);
        Assert.Equal("?token=".Length + 32, one.Address.Query.Length);
    }

    private static bool HasIPv6Loopback()
    {
        if (!Socket.OSSupportsIPv6) return false;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string NameOfCookie(LivePage page) => $"asyncrl-live-{page.Address.Port}";

    private static string CookieOf(LivePage page) => $"{NameOfCookie(page)}={page.Address.Query[7..]}";

    private static HttpClient Client(LivePage page) => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri(page.Address.GetLeftPart(UriPartial.Authority)),
    };

    private static Task<HttpResponseMessage> Get(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
