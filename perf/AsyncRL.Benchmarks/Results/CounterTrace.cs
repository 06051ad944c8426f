using System.Globalization;
using AsyncRL.Core.Options;
using Microsoft.Diagnostics.Tracing;

namespace AsyncRL.Benchmarks.Results;

/// <summary>
/// <c>counters FILE</c>: prints the events and counters of the event source AsyncRL in a .nettrace file. dotnet-trace writes such a file,
/// and the runtime itself does so with DOTNET_EnableEventPipe=1.
/// </summary>
internal static class CounterTrace
{
    private const string SourceName = "AsyncRL";

    internal static int Run(string[] arguments)
    {
        if (arguments is not [var path] || !File.Exists(path))
            throw new InputException($"The arguments of counters are \"{string.Join(' ', arguments)}\"; expected one .nettrace file.");
        using var source = new EventPipeEventSource(path);
        source.Dynamic.AddCallbackForProviderEvents((provider, _) => Accept(provider), Print);
        source.Process();
        return 0;
    }

    private static EventFilterResponse Accept(string provider) =>
        provider == SourceName ? EventFilterResponse.AcceptEvent : EventFilterResponse.RejectProvider;

    private static void Print(TraceEvent item)
    {
        string what = item.EventName == "EventCounters" ? Counter((IDictionary<string, object>)item.PayloadValue(0)) : Event(item);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{item.TimeStampRelativeMSec / 1000,8:F2} s  {what}"));
    }

    private static string Event(TraceEvent item)
    {
        var parts = new List<string> { item.EventName };
        foreach (string name in item.PayloadNames)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={item.PayloadByName(name)}"));
        return string.Join(' ', parts);
    }

    private static string Counter(IDictionary<string, object> payload)
    {
        var fields = (IDictionary<string, object>)payload["Payload"];
        object value = fields.TryGetValue("Increment", out object? increment) ? increment : fields["Mean"];
        return string.Create(CultureInfo.InvariantCulture, $"{fields["Name"],-24} {value:0.###}");
    }
}
