using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Native;

namespace AsyncRL.Environments.MuJoCo.Physics;

/// <summary>Where a model comes from.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Path">The file of a user's model; null for a model of this assembly.</param>
internal sealed record ModelSource(string Name, string? Path)
{
    /// <summary>The same for the same model. A file is the same model while the process runs, even if it is changed.</summary>
    internal string Key => Path is null ? Name : System.IO.Path.GetFullPath(Path);

    /// <summary>The text of a model of this assembly.</summary>
    internal string ReadText()
    {
        using Stream stream = typeof(ModelSource).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The assembly has no model {Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>
/// A model in the memory of the engine. All environments of a process that have the same model share it. The last one that lets it go frees
/// it, but the model of a user's file stays: a file that is changed during a training must not change the physics of later evaluations.
/// </summary>
internal sealed unsafe class SharedModel
{
    private const int LongestError = 2000;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, SharedModel> Loaded = [];

    private readonly string _key;
    private readonly bool _stays;
    private int _users;

    private SharedModel(ModelSource source, nint pointer, ModelFacts facts, StateAccess access)
    {
        (_key, _stays) = (source.Key, source.Path is not null);
        (Pointer, Facts, Access) = (pointer, facts, access);
    }

    /// <summary>The model.</summary>
    internal nint Pointer { get; }

    /// <summary>What it contains.</summary>
    internal ModelFacts Facts { get; }

    /// <summary>Reads and writes states of it.</summary>
    internal StateAccess Access { get; }

    /// <summary>Loads a model, or takes part in one that is loaded.</summary>
    /// <param name="library">The library.</param>
    /// <param name="source">Where it comes from.</param>
    /// <exception cref="InputException">The file is missing, or it is no model that a task can have.</exception>
    internal static SharedModel Take(MuJoCoLibrary library, ModelSource source)
    {
        // MuJoCo's reader of files has state of its own, so one thread reads at a time.
        lock (Gate)
        {
            string key = source.Key;
            if (!Loaded.TryGetValue(key, out SharedModel? model)) Loaded.Add(key, model = Load(library, source));
            model._users++;
            return model;
        }
    }

    /// <summary>Lets the model go, once for each <see cref="Take"/>.</summary>
    internal void Release()
    {
        lock (Gate)
        {
            if (--_users > 0 || _stays) return;
            Loaded.Remove(_key);
            MuJoCoFunctions.DeleteModel(Pointer);
        }
    }

    private static SharedModel Load(MuJoCoLibrary library, ModelSource source)
    {
        if (source.Path is { } missing && !File.Exists(missing))
            throw new InputException($"There is no model file {missing}; expected the path of an MJCF file.");
        nint pointer = source.Path is { } path ? LoadFile(path, source) : WithFile(file =>
        {
            File.WriteAllText(file, source.ReadText());
            return LoadFile(file, source);
        });
        try
        {
            ModelFacts facts = ModelFacts.Read(WithFile(file =>
            {
                EngineErrors.Forget();
                MuJoCoFunctions.PrintModel(pointer, file, "% .17g");
                return File.ReadAllText(file);
            }));
            if (EngineErrors.Take() is { } message)
                throw new InputException($"The model {source.Name} cannot be printed: {message}; expected a model that MuJoCo can print.");
            facts.Check(source.Name);
            return new SharedModel(source, pointer, facts, StateAccess.For(library, pointer, facts));
        }
        catch
        {
            MuJoCoFunctions.DeleteModel(pointer);
            throw;
        }
    }

    private static nint LoadFile(string path, ModelSource source)
    {
        Span<byte> error = stackalloc byte[LongestError];
        error.Clear();
        nint pointer;
        EngineErrors.Forget();
        fixed (byte* text = error) pointer = MuJoCoFunctions.LoadModel(path, 0, text, LongestError);
        string? message = EngineErrors.Take();
        if (pointer != 0 && message is null) return pointer;
        if (pointer != 0) MuJoCoFunctions.DeleteModel(pointer);
        message ??= OneLine.Of(Encoding.UTF8.GetString(error[..Math.Max(0, error.IndexOf((byte)0))])).TrimEnd('.');
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
