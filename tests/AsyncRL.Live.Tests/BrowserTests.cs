using System.Threading.Tasks;
using PuppeteerSharp;

namespace AsyncRL.Live.Tests;

/// <summary>The page in a real browser.</summary>
public sealed class BrowserTests(ServedRun served) : IClassFixture<ServedRun>
{
    private const string CountOfColors =
        "(id) => { const c = document.getElementById(id);"
        + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        + " const seen = new Set();"
        + " for (let i = 0; i < d.length; i += 4) seen.add(`${d[i]},${d[i+1]},${d[i+2]},${d[i+3]}`); return seen.size; }";

    private const string HasColor =
        "(id, r, g, b) => { const c = document.getElementById(id);"
        + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        + " for (let i = 0; i < d.length; i += 4) if (d[i] === r && d[i+1] === g && d[i+2] === b && d[i+3] > 0) return true;"
        + " return false; }";

    [BrowserFact]
    public async Task The_page_opens_draws_and_follows_the_game()
    {
        await using LivePage live = await served.ServeAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        List<string> problems = Watch(page);
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.moments) >= 5");
        Assert.True(await page.EvaluateFunctionAsync<int>("() => Number(document.body.dataset.reports)") > 0);
        Assert.True(await page.EvaluateFunctionAsync<int>(CountOfColors, "curve") > 2);
        Assert.True(await page.EvaluateFunctionAsync<int>(CountOfColors, "values") > 2);
        Assert.True(await page.EvaluateFunctionAsync<int>(CountOfColors, "thread-curve") > 2);
        Assert.Equal("thread 0", await Text(page, "#thread-legend li"));
        Assert.True(await page.EvaluateFunctionAsync<int>("() => document.getElementById('frame').naturalWidth") >= 6);
        Assert.Equal(3, await page.EvaluateFunctionAsync<int>("() => document.querySelectorAll('#policy .choice').length"));
        Assert.Contains("a3c on catch", await Text(page, "#about"), StringComparison.Ordinal);
        Assert.Equal("http://127.0.0.1", await page.EvaluateExpressionAsync<string>("location.origin.replace(/:[0-9]+$/, '')"));
        Assert.Empty(problems);
    }

    [BrowserFact]
    public async Task The_curves_of_several_runs_are_drawn_beside_each_other()
    {
        await using LivePage live = await served.ServeBothAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        List<string> problems = Watch(page);
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => document.querySelectorAll('#legend li').length === 2");
        Assert.Equal(served.Path, await Text(page, "#legend .chosen"));
        Assert.True(await page.EvaluateFunctionAsync<bool>(HasColor, "curve", 0, 158, 115), "The other run's line has its color.");
        await page.SelectAsync("#run", served.NumbersPath);
        await page.WaitForFunctionAsync(
            "(name) => document.querySelector('#legend .chosen')?.textContent === name", null, served.NumbersPath);

        // A click at a place would miss the box where the first frame of the game moves it.
        await page.EvaluateExpressionAsync("document.getElementById('all').click()");
        await page.WaitForFunctionAsync("() => document.getElementById('legend').hidden");
        bool isDrawn = await page.EvaluateFunctionAsync<bool>(HasColor, "curve", 230, 159, 0);
        Assert.False(isDrawn, "The line of a run that is not shown is drawn.");
        Assert.Empty(problems);
    }

    [BrowserFact]
    public async Task A_curve_is_the_mean_of_as_many_reports_as_are_chosen()
    {
        await using LivePage live = await served.ServeAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.reports) > 0");
        Assert.Equal("1,2,4,null,7", await page.EvaluateExpressionAsync<string>("smooth([1, 3, 5, null, 7], 2).map(String).join()"));
        Assert.Equal("1,3,5", await page.EvaluateExpressionAsync<string>("smooth([1, 3, 5], 1).join()"));
        Assert.True(await page.EvaluateExpressionAsync<bool>("document.getElementById('all').parentElement.hidden"));
    }

    /// <summary>The mean of equal numbers differs from them in its last digits, between which a step of an axis would be lost.</summary>
    [BrowserFact]
    public async Task A_curve_of_equal_numbers_has_an_axis_around_them()
    {
        await using LivePage live = await served.ServeAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.reports) > 0");
        const string ofEqual = "(() => { const ys = smooth(Array(300).fill(0.003), 5);"
            + " const axis = widen(Math.min(...ys), Math.max(...ys)); return ticks(...axis, 6).length; })()";
        Assert.InRange(await page.EvaluateExpressionAsync<int>(ofEqual), 3, 12);
        Assert.Equal("-1,1", await page.EvaluateExpressionAsync<string>("widen(0, 0).join()"));
        Assert.Equal("-10,0", await page.EvaluateExpressionAsync<string>("widen(-5, -5).join()"));
        Assert.InRange(await page.EvaluateExpressionAsync<int>("ticks(0.003, 0.003 + 4e-19, 6).length"), 0, 99);
        Assert.Equal("0.6,0.8,1", await page.EvaluateExpressionAsync<string>("ticks(0.5, 1, 3).map((t) => t.toPrecision(3) / 1).join()"));
        Assert.Equal("1,2", await page.EvaluateExpressionAsync<string>("widen(1, 2).join()"));
    }

    [BrowserFact]
    public async Task The_threads_have_curves_of_the_shares_of_their_time()
    {
        await using LivePage live = await served.ServeAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        List<string> problems = Watch(page);
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => document.getElementById('thread-column').options.length > 5");
        Assert.Equal("mean_staleness", await page.EvaluateExpressionAsync<string>("document.getElementById('thread-column').value"));
        await page.SelectAsync("#thread-column", "backward_seconds");
        Assert.True(await page.EvaluateFunctionAsync<int>(CountOfColors, "thread-curve") > 2);
        const string share = "String(threadValue([9, 0, 3, 1], ['seconds', 'thread', 'act_seconds', 'backward_seconds'],"
            + " 'backward_seconds'))";
        Assert.Equal("0.25", await page.EvaluateExpressionAsync<string>(share));
        Assert.Equal("7", await page.EvaluateExpressionAsync<string>("String(threadValue([7, 1], ['updates', 'act_seconds'], 'updates'))"));
        Assert.Empty(problems);
    }

    [BrowserFact]
    public async Task The_keyboard_changes_the_speed_of_the_game()
    {
        await using LivePage live = await served.ServeAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.moments) >= 1");
        await FocusByTab(page, "speed");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.WaitForFunctionAsync("() => document.getElementById('speed').value === '2'");

        // A page behind another one draws nothing, and waiting for it would not end. So the other page is opened only now.
        await using IPage other = await browser.NewPageAsync();
        await other.GoToAsync(live.Address.AbsoluteUri);
        await other.WaitForFunctionAsync("() => document.getElementById('speed').value === '2'");
    }

    [BrowserFact]
    public async Task The_page_fits_a_telephone()
    {
        await using LivePage live = await served.ServeBothAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = 360, Height = 640 });
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync(
            "() => Number(document.body.dataset.moments) >= 1 && document.querySelectorAll('#legend li').length === 2");
        Assert.True(await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth") <= 360);
    }

    [BrowserFact]
    public async Task The_keyboard_pauses_the_game_and_does_one_step()
    {
        await using LivePage live = await served.ServeAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.moments) >= 1");
        await FocusByTab(page, "pause");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => document.getElementById('pause').textContent === 'Play'");

        // The agent step that was in progress may still come.
        await Task.Delay(300);
        int before = await Moments(page);
        await Task.Delay(500);
        Assert.Equal(before, await Moments(page));
        await FocusByTab(page, "step");
        await page.Keyboard.PressAsync("Enter");

        // The step may be the last one of its game; the next step begins a new game.
        string more = $"Number(document.body.dataset.moments) > {before}", ended = await Text(page, "#games");
        await page.WaitForFunctionAsync($"() => {more} || document.getElementById('games').textContent !== '{ended}'");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync($"() => {more}");
        await FocusByTab(page, "pause");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync($"() => Number(document.body.dataset.moments) > {before + 3}");
    }

    [BrowserFact]
    public async Task The_keyboard_shows_saliency_over_the_frame_and_hides_it()
    {
        await using LivePage live = await served.ServeAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        List<string> problems = Watch(page);
        await page.SetViewportAsync(new ViewPortOptions { Width = 360, Height = 640 });
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.moments) >= 1");
        Assert.False(await IsShown(page, "saliency-view"));
        await FocusByTab(page, "saliency");
        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.maps) >= 2");
        const string label = "document.getElementById('saliency').labels[0].textContent.trim()";
        Assert.Equal("Show saliency", await page.EvaluateExpressionAsync<string>(label));
        Assert.True(await IsShown(page, "saliency-value"));
        Assert.False(await IsShown(page, "saliency-numbers"));
        Assert.Equal(6, await page.EvaluateExpressionAsync<int>("document.getElementById('saliency-choice').naturalWidth"));
        Assert.True(await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth") <= 360);
        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync("() => document.getElementById('saliency-view').hidden");
        Assert.Empty(problems);
    }

    [BrowserFact]
    public async Task Saliency_of_numbers_is_a_row_for_each_with_its_name()
    {
        await using LivePage live = await served.ServeNumbersAsync();
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        List<string> problems = Watch(page);
        await page.SetViewportAsync(new ViewPortOptions { Width = 360, Height = 640 });
        await page.GoToAsync(live.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.moments) >= 1");
        await FocusByTab(page, "saliency");
        await page.Keyboard.PressAsync("Space");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('#saliency-numbers tbody tr').length === 4");
        Assert.Contains("pole angle (rad)", await Text(page, "#saliency-numbers"), StringComparison.Ordinal);
        Assert.False(await IsShown(page, "saliency-value"));
        Assert.True(await page.EvaluateExpressionAsync<int>("document.documentElement.scrollWidth") <= 360);
        Assert.Empty(problems);
    }

    [BrowserFact]
    public async Task The_page_connects_again_after_a_restart()
    {
        const string token = "0123456789abcdef0123456789abcdef";
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        int port;
        await using (LivePage first = await served.ServeAsync(0, token))
        {
            port = first.Address.Port;
            await page.GoToAsync(first.Address.AbsoluteUri);
            await page.WaitForFunctionAsync("() => Number(document.body.dataset.moments) >= 1");
        }

        await page.WaitForFunctionAsync("() => document.getElementById('state').textContent.startsWith('The connection is lost.')");
        int before = await Moments(page);
        await using LivePage second = await served.ServeAsync(port, token);
        await page.WaitForFunctionAsync($"() => Number(document.body.dataset.moments) > {before}");
        Assert.Equal("Connected.", await Text(page, "#state"));
    }

    [BrowserFact]
    public async Task The_page_says_what_to_do_after_a_restart_with_another_secret()
    {
        await using IBrowser browser = await Browser.LaunchAsync();
        await using IPage page = await browser.NewPageAsync();
        int port;
        await using (LivePage first = await served.ServeAsync())
        {
            port = first.Address.Port;
            await page.GoToAsync(first.Address.AbsoluteUri);
            await page.WaitForFunctionAsync("() => Number(document.body.dataset.moments) >= 1");
        }

        await using LivePage second = await served.ServeAsync(port);
        await page.WaitForFunctionAsync("() => document.getElementById('state').textContent.startsWith('The command does not accept')");
        await page.GoToAsync(second.Address.AbsoluteUri);
        await page.WaitForFunctionAsync("() => Number(document.body.dataset.moments) >= 1");
    }

    private static List<string> Watch(IPage page)
    {
        var problems = new List<string>();
        page.Console += (_, happened) =>
        {
            if (happened.Message.Type == ConsoleType.Error) problems.Add(happened.Message.Text);
        };
        page.PageError += (_, happened) => problems.Add(happened.Message);
        page.RequestFailed += (_, happened) =>
        {
            // The page itself closes its stream before it asks for another one.
            if (happened.Request.FailureText != "net::ERR_ABORTED" || !happened.Request.Url.Contains("/events?", StringComparison.Ordinal))
                problems.Add($"{happened.Request.Url}: {happened.Request.FailureText}");
        };
        return problems;
    }

    private static async Task FocusByTab(IPage page, string id)
    {
        for (int presses = 0; presses < 20; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateExpressionAsync<string>("document.activeElement.id") == id) return;
        }

        Assert.Fail($"The tabulator key does not reach {id}.");
    }

    private static Task<bool> IsShown(IPage page, string id) =>
        page.EvaluateFunctionAsync<bool>("(id) => document.getElementById(id).offsetParent !== null", id);

    private static Task<int> Moments(IPage page) => page.EvaluateExpressionAsync<int>("Number(document.body.dataset.moments)");

    private static Task<string> Text(IPage page, string selector) =>
        page.EvaluateFunctionAsync<string>("(selector) => document.querySelector(selector).textContent", selector);
}

/// <summary>Finds and starts the browser.</summary>
internal static class Browser
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>The browser that the variable ASYNCRL_CHROMIUM names, or the one that Debian installs; null if there is none.</summary>
    internal static string? Executable { get; } = Array.Find(
        [Environment.GetEnvironmentVariable("ASYNCRL_CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser"], File.Exists);

    internal static Task<IBrowser> LaunchAsync() =>
        Puppeteer.LaunchAsync(new LaunchOptions { ExecutablePath = Executable, Headless = true, Args = Arguments, Timeout = 60_000 });
}

/// <summary>A test that needs a browser, and says so where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Executable is null) Skip = "There is no browser; expected /usr/bin/chromium, or one that ASYNCRL_CHROMIUM names.";
    }
}
