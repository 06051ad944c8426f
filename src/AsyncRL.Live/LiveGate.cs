using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace AsyncRL.Live;

/// <summary>
/// Decides which requests a live page answers. Another site's page in the same browser, another program of the machine without the secret,
/// and a name that was pointed to this machine get nothing.
/// </summary>
/// <remarks>
/// A browser sends a cookie to every server of the same host name, on whatever port. So a server of this machine that the user opens in the
/// same browser learns the secret, and the cookies of two pages need two names.
/// </remarks>
internal sealed class LiveGate
{
    private const string CookiePrefix = "asyncrl-live-", Parameter = "token", BearerPrefix = "Bearer ";
    private const int TokenBytes = 16, UsualPort = 80;

    private readonly byte[] _token;
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };

    internal LiveGate(LiveSettings settings)
    {
        Token = settings.Token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _token = Encoding.UTF8.GetBytes(Token);
        IsOpenToOthers = !IPAddress.IsLoopback(settings.Bind);
        _hosts.Add(settings.Host);
    }

    /// <summary>The secret.</summary>
    internal string Token { get; }

    /// <summary>Whether other machines reach the page. Its name there is not known, so that any name is taken.</summary>
    private bool IsOpenToOthers { get; }

    /// <summary>Answers a request itself, or lets it pass.</summary>
    internal Task Handle(HttpContext context, RequestDelegate next)
    {
        (HttpRequest request, HttpResponse response) = (context.Request, context.Response);
        response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        if (!IsOpenToOthers && !_hosts.Contains(request.Host.Host)) return Refuse(response, StatusCodes.Status403Forbidden);
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return Refuse(response, StatusCodes.Status403Forbidden);
        if (!HttpMethods.IsGet(request.Method)) return Refuse(response, StatusCodes.Status405MethodNotAllowed);
        string cookie = $"{CookiePrefix}{request.Host.Port ?? UsualPort}";
        if (IsToken(request.Query[Parameter].ToString()))
        {
            response.Cookies.Append(cookie, Token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
            response.Redirect("/");
            return Task.CompletedTask;
        }

        bool isKnown = IsToken(request.Cookies[cookie]) || IsToken(BearerOf(request));
        return isKnown ? next(context) : Refuse(response, StatusCodes.Status401Unauthorized);
    }

    /// <summary>The secret that a program sends, which has no cookie; null if it sends none.</summary>
    private static string? BearerOf(HttpRequest request)
    {
        string given = request.Headers.Authorization.ToString();
        return given.StartsWith(BearerPrefix, StringComparison.Ordinal) ? given[BearerPrefix.Length..] : null;
    }

    private bool IsToken(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);

    private static Task Refuse(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
