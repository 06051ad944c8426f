using System.Globalization;
using AsyncRL.Core.Options;

namespace AsyncRL.Environments.MuJoCo.Physics;

/// <summary>The kind of a joint.</summary>
internal enum JointKind
{
    /// <summary>Position and rotation of a body that nothing holds: 7 numbers, 6 velocities.</summary>
    Free,

    /// <summary>A rotation: 4 numbers, 3 velocities.</summary>
    Ball,

    /// <summary>A distance.</summary>
    Slide,

    /// <summary>An angle.</summary>
    Hinge,
}

/// <summary>A joint of a model.</summary>
/// <param name="Name">Its name; empty if it has none.</param>
/// <param name="Kind">Its kind.</param>
internal sealed record Joint(string Name, JointKind Kind);

/// <summary>An actuator of a model.</summary>
/// <param name="Name">Its name; empty if it has none.</param>
/// <param name="IsLimited">Whether its control has bounds.</param>
/// <param name="Low">The smallest control.</param>
/// <param name="High">The largest control.</param>
internal sealed record Actuator(string Name, bool IsLimited, double Low, double High);

/// <summary>
/// What a model contains. It is read from the text that MuJoCo prints of a model, because the text names each number in every version,
/// whereas the places of the numbers in memory change from version to version.
/// </summary>
internal sealed class ModelFacts
{
    private const char LineEnd = '\n';
    private readonly Dictionary<string, double> _numbers = [];

    private ModelFacts()
    {
    }

    /// <summary>The joints, in the order of their positions in the state.</summary>
    internal List<Joint> Joints { get; } = [];

    /// <summary>The actuators, in the order of their controls.</summary>
    internal List<Actuator> Actuators { get; } = [];

    /// <summary>Number of positions (nq).</summary>
    internal int Positions => Count("nq");

    /// <summary>Number of velocities (nv).</summary>
    internal int Velocities => Count("nv");

    /// <summary>Number of activations of actuators (na).</summary>
    internal int Activations => Count("na");

    /// <summary>Number of controls (nu).</summary>
    internal int Controls => Count("nu");

    /// <summary>Seconds of a step of the engine.</summary>
    internal double TimeStep => _numbers.GetValueOrDefault("timestep");

    /// <summary>
    /// Reads the text of a model. Before the first section of a thing, such as "BODY 0:", each line of a name and a number counts, because
    /// version 2.2.2 does not indent these lines and later versions do.
    /// </summary>
    /// <param name="text">What mj_printFormattedModel wrote.</param>
    internal static ModelFacts Read(string text)
    {
        var facts = new ModelFacts();
        string section = "";
        var fields = new Dictionary<string, string[]>();
        foreach (string line in text.Split(LineEnd))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (IsHeading(line, words))
            {
                facts.Add(section, fields);
                section = words[0];
                fields.Clear();
            }
            else if (section.Length == 0)
            {
                if (words.Length == 2 && TryRead(words[1], out double number)) facts._numbers.TryAdd(words[0], number);
            }
            else if (line[0] == ' ')
            {
                fields[words[0]] = words[1..];
            }
        }

        facts.Add(section, fields);
        return facts;
    }

    /// <summary>Refuses a model that no task can have, or whose text cannot be read.</summary>
    /// <param name="model">The name of the model.</param>
    /// <exception cref="InputException">It is so.</exception>
    internal void Check(string model)
    {
        // MuJoCo leaves out a number of things that is 0; every model has a body, the world.
        foreach (string name in (string[])["nbody", "timestep"])
        {
            if (_numbers.GetValueOrDefault(name) > 0) continue;
            throw new InputException(
                $"The text that MuJoCo prints of the model {model} has no number {name}; expected a version that does, such as 2.2.2.");
        }

        if (Controls <= 0)
            throw new InputException($"The model {model} has no actuators; expected a model with at least one joint and actuator.");
        if (Positions <= 0 || Velocities <= 0)
            throw new InputException($"The model {model} has no joints; expected a model with at least one joint and actuator.");
        if (Actuators.Count != Controls)
            throw new InputException($"The model {model} has {Controls} controls for {Actuators.Count} actuators; expected one for each.");
        foreach (Actuator actuator in Actuators)
        {
            if (actuator.IsLimited && actuator.Low < actuator.High) continue;
            string name = actuator.Name.Length > 0 ? $"actuator {actuator.Name}" : "actuator without a name";
            throw new InputException(
                $"The {name} of the model {model} has no bounds; expected the attributes ctrllimited=\"true\" and ctrlrange.");
        }
    }

    /// <summary>A section of a thing has its kind and its number: "JOINT 3:".</summary>
    private static bool IsHeading(string line, string[] words) =>
        line[0] != ' ' && words.Length == 2 && words[1][^1] == ':' && int.TryParse(words[1].AsSpan()[..^1], out _);

    private static bool TryRead(string word, out double number) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private int Count(string name) => (int)_numbers.GetValueOrDefault(name);

    private void Add(string section, Dictionary<string, string[]> fields)
    {
        string name = string.Join(' ', fields.GetValueOrDefault("name", []));
        if (section == "JOINT") Joints.Add(new Joint(name, (JointKind)Number(fields, "jnt_type", 0)));
        if (section != "ACTUATOR") return;
        Actuators.Add(new Actuator(
            name,
            Number(fields, "actuator_ctrllimited", 0) != 0,
            Number(fields, "actuator_ctrlrange", 0),
            Number(fields, "actuator_ctrlrange", 1)));
    }

    private static double Number(Dictionary<string, string[]> fields, string name, int index)
    {
        if (!fields.TryGetValue(name, out string[]? words) || words.Length <= index) return 0;
        return TryRead(words[index], out double number) ? number : 0;
    }
}
