using System.Net;

namespace AsyncRL.Live;

/// <summary>Where and how a live page is served.</summary>
public sealed record LiveSettings
{
    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The address on which the page is served. Only programs of this machine reach the default.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>The most agent steps per second of the games.</summary>
    public double Pace { get; init; } = 15;

    /// <summary>The secret in the page's address; null to draw 128 random bits.</summary>
    public string? Token { get; init; }
}
