using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.MuJoCo.Native;
using AsyncRL.Environments.MuJoCo.Physics;
using AsyncRL.Environments.MuJoCo.Pixels;
using AsyncRL.Environments.MuJoCo.Tasks;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.MuJoCo;

/// <summary>Describes a task of MuJoCo.</summary>
/// <param name="task">Its name after the prefix.</param>
/// <param name="summary">A sentence that describes it.</param>
/// <param name="defaults">Its options.</param>
/// <param name="make">Makes its rules for a simulation of its model.</param>
internal sealed class MuJoCoDescription(
    string task, string summary, MuJoCoOptions defaults, Func<Simulation, MuJoCoOptions, SimulatedTask> make) : EnvironmentDescription
{
    /// <summary>Its name after the prefix.</summary>
    internal string Task => task;

    /// <inheritdoc/>
    public override string Name => MuJoCoBridge.Prefix + task;

    /// <inheritdoc/>
    public override string Summary => summary;

    /// <inheritdoc/>
    public override object DefaultOptions => defaults;

    /// <inheritdoc/>
    public override IEnvironment Create(object options, RandomGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        OptionSet.Check(options);
        var chosen = (MuJoCoOptions)options;
        string? file = (options as OwnModelOptions)?.Model;
        if (file is "") throw new InputException("The option model is empty; expected the path of an MJCF file, by --set model=FILE.");
        MuJoCoLibrary library = MuJoCoLibrary.Load(chosen.Library);
        if (chosen.Pixels) OsMesa.Load();
        var simulation = new Simulation(Name, library, new ModelSource(file ?? task, file));
        try
        {
            var environment = new MuJoCoEnvironment(simulation, make(simulation, chosen), chosen, generator);
            return new TimeLimit(chosen.Pixels ? ShowPictures(environment, simulation, chosen) : environment, chosen.TimeLimit);
        }
        catch
        {
            simulation.Dispose();
            throw;
        }
    }

    private static IEnvironment ShowPictures(MuJoCoEnvironment environment, Simulation simulation, MuJoCoOptions options)
    {
        int size = options.FrameSize;
        IEnvironment seen = new PictureObservations(environment, new SceneRenderer(simulation, size, size), size);
        if (options.Gray) seen = new Luminance(seen);
        return options.Stack > 1 ? new FrameStack(seen, options.Stack) : seen;
    }
}
