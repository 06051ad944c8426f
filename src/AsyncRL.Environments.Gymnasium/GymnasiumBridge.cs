using AsyncRL.Core.Options;

namespace AsyncRL.Environments.Gymnasium;

/// <summary>The bridge to Gymnasium: environments by the name "gymnasium:ID", each in a process of the user's Python.</summary>
public static class GymnasiumBridge
{
    /// <summary>The first part of the names.</summary>
    public const string Prefix = "gymnasium:";

    /// <summary>
    /// Adds the environments of Gymnasium to the catalogue of a program, so that runs find them by name. The command has them already.
    /// </summary>
    public static void Register() =>
        EnvironmentCatalogue.Add(new EnvironmentFamily(Prefix, $"{Prefix}ID", Summary, Describe, FindState));

    /// <summary>A sentence that describes the environments.</summary>
    public const string Summary = "the environment ID of Gymnasium, or ID of MODULE:ID, in a process of your Python";

    /// <summary>Looks whether the bridge can be used on this machine, by a short look of the usual Python.</summary>
    /// <returns>One line: usable, or what is missing and the command that mends it.</returns>
    public static string FindState() => PythonState.Find();

    /// <summary>Describes an environment of Gymnasium. Whether it exists is found out when it is created.</summary>
    /// <param name="id">Its name in Gymnasium: "CartPole-v1", "ALE/Pong-v5", or "module:Id" for one that a module registers.</param>
    /// <returns>The description.</returns>
    /// <exception cref="InputException">The name is empty.</exception>
    public static EnvironmentDescription Describe(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Trim().Length == 0)
            throw new InputException($"The name {Prefix} has no environment; expected {Prefix}ID, for example {Prefix}CartPole-v1.");
        return new GymnasiumDescription(id);
    }
}
