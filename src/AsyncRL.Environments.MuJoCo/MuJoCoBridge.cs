using AsyncRL.Core.Options;
using AsyncRL.Environments.MuJoCo.Native;
using AsyncRL.Environments.MuJoCo.Pixels;

namespace AsyncRL.Environments.MuJoCo;

/// <summary>The bridge to the physics engine MuJoCo: tasks by the name "mujoco:TASK". The engine is the library of the machine.</summary>
public static class MuJoCoBridge
{
    /// <summary>The first part of the names.</summary>
    public const string Prefix = "mujoco:";

    /// <summary>A sentence that describes the environments.</summary>
    public const string Summary =
        "cartpole, pendulum, reacher, cheetah, hopper, walker, or model for one of your own, in the physics engine MuJoCo";

    /// <summary>
    /// Adds the tasks to the catalogue of a program, so that runs find them by name. The command has them already.
    /// </summary>
    public static void Register() =>
        EnvironmentCatalogue.Add(new EnvironmentFamily(Prefix, $"{Prefix}TASK", Summary, Describe, FindState));

    /// <summary>Looks whether the bridge can be used on this machine. The library is loaded for it.</summary>
    /// <returns>One line: usable, or what is missing and the command that mends it.</returns>
    public static string FindState()
    {
        try
        {
            MuJoCoLibrary library = MuJoCoLibrary.Load();
            string pixels = OsMesa.IsInstalled ? "" : $"; missing for pixels: libOSMesa ({OsMesa.Install})";
            return $"usable: MuJoCo {MuJoCoLibrary.TextOf(library.Version)} ({library.Name}){pixels}";
        }
        catch (InputException missing)
        {
            return $"missing: {missing.Message.TrimEnd('.')}";
        }
    }

    /// <summary>Describes a task.</summary>
    /// <param name="task">Its name: "reacher", or "model" for a task with a user's model.</param>
    /// <returns>The description.</returns>
    /// <exception cref="InputException">There is no such task.</exception>
    public static EnvironmentDescription Describe(string task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return MuJoCoTasks.Find(task) ?? throw new InputException(Names.Unknown("task of MuJoCo", task, MuJoCoTasks.Names));
    }
}
