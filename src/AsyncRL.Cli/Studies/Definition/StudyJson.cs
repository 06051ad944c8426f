using System.Text.Json.Nodes;
using AsyncRL.Cli.Parsing;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Cli.Studies.Definition;

/// <summary>Writes a study as the object that <see cref="StudyReader"/> reads.</summary>
internal static class StudyJson
{
    /// <summary>Writes a study.</summary>
    /// <param name="study">The study.</param>
    /// <returns>The object.</returns>
    internal static JsonObject Of(StudyDefinition study)
    {
        var root = new JsonObject();
        AddText(root, "title", study.Title);
        AddText(root, "question", study.Question);
        AddText(root, "source", study.Source);
        AddText(root, "expectation", study.Expectation);
        root.Add("runs", Of(study.Runs));
        var tasks = new JsonObject();
        foreach (StudyTask task in study.Tasks)
        {
            JsonObject settings = Of(task.Settings);
            if (task.Low is { } low) settings.Add("low", low);
            if (task.High is { } high) settings.Add("high", high);
            if (task.Bar is { } bar) settings.Add("bar", bar);
            tasks.Add(task.Name, settings);
        }

        root.Add("tasks", tasks);
        var arms = new JsonObject();
        foreach (StudyArm arm in study.Arms) arms.Add(arm.Name, Of(arm.Settings));
        root.Add("arms", arms);
        var varied = new JsonObject();
        foreach (VariedOption option in study.Varied)
            varied.Add(option.Name, option.Range is { } range ? range : Json.Array(option.Values, value => JsonValue.Create(value)));
        if (varied.Count > 0) root.Add("vary", varied);
        if (study.IsPaired) root.Add("pair", true);
        root.Add("seeds", string.Join(',', study.Seeds));
        root.Add("drawSeed", study.DrawSeed);
        if (study.IsAlone) root.Add("alone", true);
        root.Add("score", study.Score);
        if (study.Best is { } best) root.Add("best", best);
        if (study.Halve is { } halve) root.Add("halve", halve);
        if (study.Figures.Length > 0) root.Add("figures", Json.Array(study.Figures, Of));
        return root;
    }

    /// <summary>Writes the settings of runs.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>An object with those that are named.</returns>
    internal static JsonObject Of(OptionsFile settings)
    {
        var root = new JsonObject();
        AddText(root, "environment", settings.Environment);
        AddText(root, "assembly", settings.Assembly);
        AddText(root, "algorithm", settings.Algorithm);
        AddText(root, "network", settings.Network);
        if (settings.Layers is { } layers) root.Add("networkLayers", NetworkJson.Write(layers));
        AddText(root, "execution", settings.Execution);
        if (settings.Threads is { } threads) root.Add("threads", threads);
        if (settings.Actors is { } actors) root.Add("actors", actors);
        if (settings.AgentSteps is { } steps) root.Add("agentSteps", steps);
        AddText(root, "sharing", settings.Sharing);
        if (settings.InitialParameters is var (directory, checkpoint, sha256))
        {
            var initial = new JsonObject { ["directory"] = directory };
            AddText(initial, "checkpoint", checkpoint);
            AddText(initial, "sha256", sha256);
            root.Add("initialParameters", initial);
        }

        var options = new JsonObject();
        foreach ((string name, string value) in settings.Assignments) options.Add(name, value);
        if (options.Count > 0) root.Add("options", options);
        return root;
    }

    private static JsonObject Of(StudyFigure figure)
    {
        var root = new JsonObject { ["kind"] = figure.Kind };
        AddText(root, "over", figure.Over);
        if (figure.By != StudyFigure.AgentSteps) root.Add("by", figure.By);
        return root;
    }

    private static void AddText(JsonObject root, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) root.Add(name, text);
    }
}
