using System.CommandLine;
using System.Linq;
using System.Net;
using AsyncRL.Cli.Live;
using AsyncRL.Cli.Parsing;
using AsyncRL.Core.Options;
using AsyncRL.Live;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl live</c>: serves a page that shows runs while they train, and their agents at play.</summary>
internal sealed class LiveCommand : ExampledCommand
{
    private const int ShortestSecret = 16, LongestSecret = 128;

    private readonly ConsoleHost _consoleHost;
    private readonly Argument<string[]> _directories = new("DIR")
    {
        Description = "directories that train wrote",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly NumberOption<int> _port = new("--port", "N", "The port of the page, up to 65535. Default: 0, any that is free.", 0);
    private readonly TextOption _bind = new(
        "--bind", "ADDRESS", "an address of this machine", "The address of the page. Default: 127.0.0.1, which only this machine reaches.");

    private readonly TextOption _token = new(
        "--token", "TEXT", SecretText,
        "The secret in the address. With the same one and the same port an open page connects again after a restart. Default: random.");

    private readonly NumberOption<double> _pace = new(
        "--pace", "N", "The most agent steps per second of the games. Default: the game's own, or 15.", 0.1);

    internal LiveCommand(ConsoleHost consoleHost)
        : base(
            "live",
            "Show runs in a browser while they train, and their agents at play.",
            [
                "The address contains a secret, without which nothing is shown. Other machines reach the page only with --bind; the "
                    + "connection is then not encrypted. Ctrl-C ends the page and the command, with exit code 130.",
            ],
            ["asyncrl live runs/pong-a3c-1", "asyncrl live runs/a runs/b --port 8080", "asyncrl train pong --live"])
    {
        _consoleHost = consoleHost;
        Add(_directories);
        Add(_port);
        Add(_bind);
        Add(_token);
        Add(_pace);
        SetAction(Serve);
    }

    private static string SecretText => $"{ShortestSecret} to {LongestSecret} letters (a to z, A to Z), digits, - and _";

    private static bool IsSecret(string text) =>
        text.Length is >= ShortestSecret and <= LongestSecret && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_');

    private int Serve(ParseResult parsed)
    {
        int port = parsed.GetValue(_port) ?? 0;
        if (port > IPEndPoint.MaxPort) throw new InputException($"The option --port is {port}; expected 0 to {IPEndPoint.MaxPort}.");
        string address = parsed.GetValue(_bind) ?? "127.0.0.1";
        if (!IPAddress.TryParse(address, out IPAddress? bind))
            throw new InputException($"The option --bind is \"{address}\"; expected an address such as 127.0.0.1 or 0.0.0.0.");
        string? token = parsed.GetValue(_token);
        if (token is not null && !IsSecret(token)) throw new InputException($"The option --token is \"{token}\"; expected {SecretText}.");
        var settings = new LiveSettings { Port = port, Bind = bind, Token = token };
        CancellationToken stop = _consoleHost.Signals.Await();
        using var pages = LivePages.Of(parsed.GetRequiredValue(_directories), Name, settings, parsed.GetValue(_pace), _consoleHost);
        pages.Announce(_consoleHost.Output);
        stop.WaitHandle.WaitOne();
        return _consoleHost.Signals.ExitCode;
    }
}
