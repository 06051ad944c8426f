using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Native;

namespace AsyncRL.Environments.MuJoCo.Physics;

/// <summary>
/// A model in the memory of the engine. All environments of a process that have the same model share it; the last one that lets it go frees
/// it.
/// </summary>
internal sealed unsafe class SharedModel
{
    private const int LongestError = 2000;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, SharedModel> Loaded = [];

    private readonly string _key;
    private int _users;

    private SharedModel(string key, nint pointer, ModelFacts facts, StateAccess access) =>
        (_key, Pointer, Facts, Access) = (key, pointer, facts, access);

    /// <summary>The model.</summary>
    internal nint Pointer { get; }

    /// <summary>What it contains.</summary>
    internal ModelFacts Facts { get; }

    /// <summary>Reads and writes states of it.</summary>
    internal StateAccess Access { get; }

    /// <summary>Number of models that are loaded, for tests.</summary>
    internal static int CountLoaded
    {
        get
        {
            lock (Gate) return Loaded.Count;
        }
    }

    /// <summary>Loads a model, or takes part in one that is loaded.</summary>
    /// <param name="library">The library.</param>
    /// <param name="source">Where it comes from.</param>
    /// <exception cref="InputException">The file is missing, or it is no model that a task can have.</exception>
    internal static SharedModel Take(MuJoCoLibrary library, ModelSource source)
    {
        if (source.Path is { } path && !File.Exists(path))
            throw new InputException($"There is no model file {path}; expected the path of an MJCF file.");

        // MuJoCo's reader of files has state of its own, so one thread reads at a time.
        lock (Gate)
        {
            string key = source.Key;
            if (!Loaded.TryGetValue(key, out SharedModel? model)) Loaded.Add(key, model = Load(library, source, key));
            model._users++;
            return model;
        }
    }

    /// <summary>Lets the model go, once for each <see cref="Take"/>.</summary>
    internal void Release()
    {
        lock (Gate)
        {
            if (--_users > 0) return;
            Loaded.Remove(_key);
            MuJoCoFunctions.DeleteModel(Pointer);
        }
    }

    private static SharedModel Load(MuJoCoLibrary library, ModelSource source, string key)
    {
        nint pointer = source.Path is { } path ? LoadFile(path, source) : WithFile(file =>
        {
            File.WriteAllText(file, source.ReadText());
            return LoadFile(file, source);
        });
        try
        {
            ModelFacts facts = WithFile(file =>
            {
                MuJoCoFunctions.PrintModel(pointer, file, "% .17g");
                return ModelFacts.Read(File.ReadAllText(file));
            });
            Check(source, facts);
            return new SharedModel(key, pointer, facts, StateAccess.For(library, pointer, facts));
        }
        catch
        {
            MuJoCoFunctions.DeleteModel(pointer);
            throw;
        }
    }

    private static void Check(ModelSource source, ModelFacts facts)
    {
        if (facts.Controls == 0)
            throw new InputException($"The model {source.Name} has no actuators; expected a model with at least one joint and actuator.");
        foreach (Actuator actuator in facts.Actuators)
        {
            if (actuator.IsLimited && actuator.Low < actuator.High) continue;
            string name = actuator.Name.Length > 0 ? $"actuator {actuator.Name}" : "actuator without a name";
            throw new InputException(
                $"The {name} of the model {source.Name} has no bounds; expected the attributes ctrllimited=\"true\" and ctrlrange.");
        }
    }

    private static nint LoadFile(string path, ModelSource source)
    {
        Span<byte> error = stackalloc byte[LongestError];
        error.Clear();
        nint pointer;
        fixed (byte* text = error) pointer = MuJoCoFunctions.LoadModel(path, 0, text, LongestError);
        string? message = EngineErrors.Take();
        if (pointer != 0 && message is null) return pointer;
        if (pointer != 0) MuJoCoFunctions.DeleteModel(pointer);
        message ??= OneLine.Of(Encoding.UTF8.GetString(error[..Math.Max(0, error.IndexOf((byte)0))]));
        throw new InputException($"The model {source.Name} cannot be loaded: {message}; expected an MJCF file.");
    }

    private static T WithFile<T>(Func<string, T> use)
    {
        string file = Path.GetTempFileName();
        try
        {
            return use(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
