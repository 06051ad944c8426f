using System.Linq;
using System.Text.Json.Nodes;
using AsyncRL.Cli.Studies;
using AsyncRL.Cli.Studies.Definition;
using AsyncRL.Cli.Studies.Running;
using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>What the commands of studies refuse, and the studies that come with the program.</summary>
public sealed class StudyInputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Output => _directory.At("study");

    public static TheoryData<string, string> WrongFiles => new()
    {
        { "{", "is no JSON object" },
        { "[]", "holds an array; expected an object" },
        { """{"run": {}}""", "There is no member \"run\"; did you mean runs?" },
        { """{"runs": {"enviroment": "catch"}}""", "There is no member \"enviroment\"; did you mean environment?" },
        { """{"runs": {"environment": "cach"}}""", "There is no environment \"cach\"; did you mean catch" },
        { """{"seeds": "1..3"}""", "No environment is given" },
        { """{"runs": {"environment": "abc"}, "seeds": "1,1"}""", "The member seeds of the study file" },
        { """{"runs": {"environment": "abc"}, "vary": {"learning-rat": [1]}}""", "learning-rat" },
        {
            """{"runs": {"environment": "abc"}, "vary": {"learning-rate": "1..0:log:3"}}""",
            "The values of learning-rate are \"1..0:log:3\""
        },
        { """{"runs": {"environment": "abc"}, "vary": {"learning-rate": "0..1:log:3"}}""", "whose lower end is not above 0" },
        { """{"runs": {"environment": "abc"}, "vary": {"learning-rate": "1..2:lgo:3"}}""", "did you mean log?" },
        { """{"runs": {"environment": "abc"}, "vary": {"learning-rate": [0.1, 0.1]}}""", "is given twice" },
        { """{"runs": {"environment": "abc"}, "vary": {"threads": ["x"]}}""", "expected a whole number from 1 to 2147483647" },
        {
            """{"runs": {"environment": "abc"}, "vary": {"t-max": [1, 2], "discount": [1]}, "pair": true}""",
            "expected equal numbers of values"
        },
        { """{"runs": {"environment": "abc"}, "figures": [{"kind": "scater", "over": "t-max"}]}""", "did you mean scatter?" },
        { """{"runs": {"environment": "abc"}, "figures": [{"kind": "scatter"}]}""", "has no member over" },
        { """{"runs": {"environment": "abc"}, "figures": [{"kind": "scatter", "over": "t-max"}]}""", "which the study does not vary" },
        { """{"tasks": {"abc": {"low": 1, "high": 0}}}""", "expected a higher one" },
        { """{"runs": {"environment": "abc"}, "score": "finl"}""", "did you mean final?" },
        { """{"runs": {"environment": "abc"}, "best": 2}""", "takes the best 2 of 1 combination of an arm; expected a number from 1 to 1" },
        {
            """{"runs": {"environment": "abc"}, "vary": {"t-max": [1, 2], "psi": ["gae", "td"]}, "best": 3}""",
            "takes the best 3 of 2 combinations of an arm; expected a number from 1 to 2"
        },
        { """{"runs": {"environment": "abc"}, "vary": {"t-max": [1, 2]}, "best": 0}""", "expected a number from 1 to 2" },
        { """{"runs": {"environment": "abc"}, "vary": {"t-max": [1, 2]}, "halve": 3}""", "by 3; expected a number from 2 to 2" },
        { """{"runs": {"environment": "abc"}, "vary": {"psi": ["gae", "td"]}, "halve": 2}""", "expected a study that varies an option" },
        { """{"runs": {"environment": "abc"}, "vary": {"t-max": [1, 2]}, "halve": 2, "best": 1}""", "expected one of both" },
        { """{"runs": {"environment": "abc"}, "best": "five"}""", "expected a whole number" },
        { """{"tasks": {"abc": {"low": -1e999}}}""", "expected a finite number" },
        { """{"tasks": {"..": {"environment": "abc"}}}""", "expected 1 to 120 letters that do not begin with a dot" },
        { """{"tasks": {"abc": {}}, "arms": {"a b": {}, "a-b": {}}}""", "would have the same directory, runs/abc/a-b; expected names" },
        { """{"tasks": {"abc": {}}, "arms": {"A3C": {}, "a3c": {}}}""", "would have the same directory" },
        { """{"runs": {"environment": "abc", "seed": 3}}""", "A member seed is 3; expected the member seeds of the study" },
        { """{"runs": {"environment": "abc"}, "vary": {"environment": ["abc", "catch"]}}""", "expected a task for each environment" },
        { """{"runs": {"environment": "abc"}, "vary": {"t-max": [1], "T-MAX": [5]}}""", "varies the option T-MAX twice" },
        { """{"runs": {"environment": "abc"}, "vary": {"t-max": "1000000..1000009:lingrid:10"}}""", "after rounding to six digits" },
        {
            """{"runs": {"environment": "abc"}, "vary": {"agent-steps": [3e30]}}""",
            "expected a whole number from 1 to 9223372036854775807"
        },
        {
            """{"runs": {"environment": "abc"}, "vary": {"discount": "0.1..0.9:lin:9000", "learning-rate": "1e-9..1:lin:9000"}}""",
            "The study has more than 100,000 runs"
        },
    };

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public void A_wrong_file_is_refused_in_one_sentence(string text, string sentence)
    {
        CommandResult result = Study(text);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void Wrong_words_are_refused_in_one_sentence()
    {
        CommandLine.Run("study").AssertRefused(
            $"No study is given; expected one of {string.Join(", ", BuiltInStudies.Names)}, a file, or the directory of a study.");
        CommandLine.Run("study", "robustnes").AssertRefused(
            "There is no study \"robustnes\"; did you mean robustness (asyncrl study --list shows all)?");
        CommandLine.Run("study", "none.json").AssertRefused(
            "The study file none.json does not exist; expected a JSON file that describes a study.");
        CommandLine.Run("study", _directory.FullPath).AssertRefused(
            $"The directory {_directory.FullPath} holds no study.json; expected the directory of a study.");
        Study("""{ "tasks": { "abc": {} }, "arms": { "a3c": {} } }""", "--only", "a3").AssertRefused(
            "There is no arm \"a3\"; did you mean a3c?");
        CommandLine.Run("sweep", "abc", "--vary", "t-max").AssertRefused(
            "The assignment --vary \"t-max\" has no equals sign; expected OPTION=VALUE, for example t-max=20.");
        CommandLine.Run("study", "memory", "--budget-share", "2").AssertRefused(
            "The option --budget-share is 2; expected a number of at most 1.");
        CommandLine.Run("sweep", "abc", "--score", "finl").AssertRefused("The option --score is \"finl\"; did you mean final?");
    }

    public static TheoryData<string> BuiltIn => [.. BuiltInStudies.Names];

    public static TheoryData<string> OfOwnWorlds => [.. BuiltInStudies.Names.Except(["mujoco", "torcs"])];

    [InstalledFact]
    public void The_study_of_MuJoCo_runs_at_a_thousandth_of_its_budget() =>
        Every_study_that_comes_with_the_program_runs_at_a_thousandth_of_its_budget("mujoco");

    [TorcsFact]
    public void The_study_of_TORCS_runs_at_a_thousandth_of_its_budget() =>
        Every_study_that_comes_with_the_program_runs_at_a_thousandth_of_its_budget("torcs");

    [Theory]
    [MemberData(nameof(OfOwnWorlds))]
    public void Every_study_that_comes_with_the_program_runs_at_a_thousandth_of_its_budget(string name)
    {
        StudyDefinition whole = BuiltInStudies.Read(name);
        Assert.NotEmpty(whole.Title);
        Assert.NotEmpty(whole.Question);
        Assert.NotEmpty(whole.Expectation);
        StudyPlan.Of(whole with { Seeds = whole.Seeds[..1] });
        StudyDefinition few = whole with
        {
            Seeds = whole.Seeds[..1],
            Best = whole.Best is null ? null : 1,
            Varied = [.. whole.Varied.Select(option => VariedOption.OfList(option.Name, [.. option.Values.Take(2)]))],
        };
        using var signals = new StopSignals(_ => { });
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new ConsoleHost { Output = output, Error = error, Signals = signals, Clock = new FrozenClock() };
        int exitCode = new StudyWork(host, new StudySettings("study") { BudgetShare = 0.001 }).Run(few, Output, "asyncrl study");
        Assert.True(exitCode == 0, error.ToString());
        string[] rows = File.ReadAllLines(Path.Combine(Output, "results.csv"))[1..];
        Assert.All(rows, row => Assert.Contains(",finished,", row, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_study_survives_writing_and_reading(string name)
    {
        StudyDefinition study = BuiltInStudies.Read(name);
        JsonObject written = StudyJson.Of(study);
        StudyDefinition again = StudyReader.Read(written.ToJsonString(), "x.json");
        Assert.True(JsonNode.DeepEquals(written, StudyJson.Of(again)));
        Assert.Equal(study.Points().Select(point => point.Name), again.Points().Select(point => point.Name));
    }

    [Fact]
    public void The_list_names_every_study_with_its_runs()
    {
        CommandResult result = CommandLine.Run("study", "--list");
        result.AssertSucceeded();
        Assert.Equal(BuiltInStudies.Names.Length, result.Output.TrimEnd().Split('\n').Length);
        JsonArray studies = CommandLine.Run("study", "--list", "--json").Document["studies"]!.AsArray();
        Assert.Equal(BuiltInStudies.Names, studies.Select(study => (string)study!["name"]!));
        Assert.All(studies, study => Assert.True((int)study!["runs"]! > 0));
    }

    private CommandResult Study(string text, params string[] options) =>
        CommandLine.Run(["study", Write("study.json", text), "--output", Output, .. options]);

    private string Write(string name, string text)
    {
        string path = _directory.At(name);
        File.WriteAllText(path, text);
        return path;
    }
}
