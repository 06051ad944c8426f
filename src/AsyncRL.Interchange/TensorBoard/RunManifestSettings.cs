using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AsyncRL.Interchange.TensorBoard.Format;

namespace AsyncRL.Interchange.TensorBoard;

/// <summary>The settings of a run as TensorBoard shows them: as a text, and as hyperparameters by which runs are compared.</summary>
internal static class RunManifestSettings
{
    /// <summary>What the manifest names outside of its options: the name there, and the name of the option of the command.</summary>
    private static readonly (string Field, string Name)[] Named =
    [
        ("environment", "environment"), ("algorithm", "algorithm"), ("network", "network"), ("execution", "execution"),
        ("threads", "threads"), ("actors", "actors"), ("agentSteps", "agent-steps"), ("seed", "seed"), ("sharing", "sharing"),
    ];

    /// <summary>Reads the settings.</summary>
    /// <param name="run">The run's manifest; null or incomplete is allowed.</param>
    /// <returns>Names and values in the order of the manifest.</returns>
    internal static List<(string Name, string Value)> Of(JsonNode? run)
    {
        var settings = new List<(string Name, string Value)>();
        foreach ((string field, string name) in Named) settings.Add((name, $"{run?[field]}"));
        if (run?["options"] is JsonObject options)
        {
            foreach ((string name, JsonNode? value) in options) settings.Add((name, $"{value}"));
        }

        return settings;
    }

    /// <summary>Writes them as a table of Markdown.</summary>
    internal static string Table(List<(string Name, string Value)> settings)
    {
        var table = new StringBuilder("| setting | value |\n| --- | --- |\n");
        foreach ((string name, string value) in settings) table.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        return table.ToString();
    }

    /// <summary>Makes hyperparameters of them: numbers, truth values and texts. A setting without a value is left out.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="started">When the run began, in seconds since 1970.</param>
    internal static HyperparameterData Hyperparameters(List<(string Name, string Value)> settings, double started)
    {
        var start = new SessionStart { StartTimeSecs = started };
        foreach ((string name, string value) in settings)
        {
            if (value.Length > 0) start.Hparams[name] = ValueOf(value);
        }

        return new HyperparameterData { SessionStartInfo = start };
    }

    private static SettingValue ValueOf(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            return new SettingValue { NumberValue = number };
        return bool.TryParse(text, out bool isTrue) ? new SettingValue { BoolValue = isTrue } : new SettingValue { StringValue = text };
    }
}
