using System.Globalization;

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

    /// <summary>Reads the text of a model.</summary>
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
            if (line[0] != ' ' && line.TrimEnd().EndsWith(':'))
            {
                facts.Add(section, fields);
                section = words[0];
                fields.Clear();
            }
            else if (line[0] == ' ')
            {
                fields[words[0]] = words[1..];
            }
            else if (section.Length == 0 && words.Length == 2 && TryRead(words[1], out double number))
            {
                facts._numbers[words[0]] = number;
            }
        }

        facts.Add(section, fields);
        return facts;
    }

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
