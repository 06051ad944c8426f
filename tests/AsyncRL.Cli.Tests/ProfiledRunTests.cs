using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AsyncRL.Cli.Profiles;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>The profile of a run, which is kept in its directory, and its roofline in a report.</summary>
[Collection(TrainedRunGroup.Name)]
public sealed class ProfiledRunTests(TrainedRunFixture trained) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Run => _directory.At("run");

    private string Profile => Path.Combine(Run, "profile.json");

    private string Page => _directory.At("report.html");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_run_is_profiled_with_its_own_settings_and_its_report_has_the_roofline()
    {
        trained.CopyTo(Run);
        Assert.DoesNotContain("run-1-roofline", Report(), StringComparison.Ordinal);
        CommandResult result = CommandLine.Run("profile", Run, "--seconds", "0.2");
        result.AssertSucceeded();
        result.AssertPrinted("Kept in", "profile.json", "report shows its roofline");
        JsonNode run = JsonNode.Parse(File.ReadAllText(Path.Combine(Run, "run.json")))!, kept = JsonNode.Parse(File.ReadAllText(Profile))!;
        foreach (string name in (string[])["environment", "algorithm", "network", "seed", "sharing"])
            Assert.Equal(run[name]!.ToJsonString(), kept[name]!.ToJsonString());
        Assert.Equal(run["options"]!["t-max"]!.ToJsonString(), kept["options"]!["t-max"]!.ToJsonString());
        Assert.Equal(run["threads"]!.GetValue<int>(), kept["rows"]![0]!["threads"]!.GetValue<int>());
        Assert.Single(kept["rows"]!.AsArray());
        string page = Report();
        Assert.Contains("<figure id=\"run-1-roofline\">", page, StringComparison.Ordinal);
        Match picture = Regex.Match(
            page, "<figure id=\"run-1-roofline\">.*?src=\"data:image/svg\\+xml;base64,([^\"]+)\"", RegexOptions.Singleline);
        var svg = XElement.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(picture.Groups[1].Value)));
        string[] texts = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.Contains(texts, text => text.StartsWith("segment: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("[]", "lacks a usable \"rows\"")]
    [InlineData("{ \"rows\": [] }", "lacks a usable \"rows\"")]
    [InlineData("{ \"rows\": [ { \"limits\": { \"threads\": 0 } } ] }", "lacks a usable \"threads\"")]
    public void A_profile_that_is_damaged_is_named_and_the_rest_is_shown(string content, string sentence)
    {
        trained.CopyTo(Run);
        File.WriteAllText(Profile, content);
        CommandResult result = CommandLine.Run("report", Run, "--no-agents", "--output", Page);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"The file profile.json {sentence}", result.Error, StringComparison.Ordinal);
        Assert.Contains("The file profile.json", File.ReadAllText(Page), StringComparison.Ordinal);
        Assert.Contains("run-1-curve", File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_beside_a_run_and_paths_without_a_run_are_refused()
    {
        trained.CopyTo(Run);
        foreach (string option in (string[])["--algorithm=ppo", "--network=mlp", "--sharing=volatile", "--seed=2", "--set=t-max=3"])
            CommandLine.Run("profile", Run, option).AssertRefused(option.Split('=')[0], "whose own settings are profiled");
        CommandLine.Run("profile", _directory.FullPath).AssertRefused("run.json");
        CommandLine.Run("profile", _directory.At("no/where")).AssertRefused("no directory", "where");
        Assert.False(File.Exists(Profile));
    }

    /// <summary>Rates and bounds follow from the numbers of the document, and phases without operations have no place.</summary>
    [Fact]
    public void A_roofline_has_the_numbers_of_its_document()
    {
        var roofline = ProfiledRoofline.Of(JsonNode.Parse(Document));
        Assert.Equal("one of 2 threads: a3c on catch with mlp", roofline.Subject);
        Assert.Equal("chip, vector256", roofline.Machine);
        Assert.Equal(50e9, roofline.Peak);
        Assert.Equal([("L1", 100e9), ("memory", 10e9)], roofline.Ceilings.Select(ceiling => (ceiling.Level, ceiling.BytesPerSecond)));
        Assert.Equal(["act", "segment"], roofline.Places.Select(place => place.Phase));
        RooflinePlace act = roofline.Places[0];
        Assert.Equal((2, 10e9, 20e9, "peak"), (act.Intensity, act.Rate, act.Bound, act.Limit));
        Assert.Equal("memory", roofline.Places[1].Limit);
        Assert.Equal(RooflineChart.FigureOf(roofline).Picture.ToArray(), RooflineChart.FigureOf(roofline).Picture.ToArray());
        string data = RooflineChart.FigureOf(roofline).Data;
        Assert.Contains("GFLOP/s,act,2,10,", data, StringComparison.Ordinal);
        Assert.Contains("GFLOP/s,limit of act,", data, StringComparison.Ordinal);
    }

    private const string Document =
        """
        {
          "environment": "catch", "algorithm": "a3c", "network": "mlp", "vectorWidth": "vector256",
          "machine": { "processor": "chip" },
          "rows": [ {
            "limits": { "threads": 2, "flopsPerSecond": 1e11, "levels": [
              { "level": "memory", "readBytesPerSecond": 2e10 }, { "level": "L1", "readBytesPerSecond": 2e11 } ] },
            "roofline": [
              { "phase": "snapshot", "flops": 0, "bytes": 5, "level": "L1", "secondsAtPeak": 0, "secondsAtBandwidth": 1, "seconds": 2 },
              { "phase": "act", "flops": 2e9, "bytes": 1e9, "level": "L1", "secondsAtPeak": 0.1, "secondsAtBandwidth": 0.05,
                "seconds": 0.2 },
              { "phase": "segment", "flops": 4e9, "bytes": 4e9, "level": "memory", "secondsAtPeak": 0.1, "secondsAtBandwidth": 0.2,
                "seconds": 0.5 } ]
          } ]
        }
        """;

    private string Report()
    {
        CommandLine.Run("report", Run, "--no-agents", "--output", Page).AssertSucceeded();
        return File.ReadAllText(Page);
    }
}
