namespace AsyncRL.Environments;

/// <summary>
/// Environments of another program, for example those of Gymnasium, whose names begin with a prefix: "gymnasium:CartPole-v1". The program
/// of the family is touched only when a name with its prefix is looked up.
/// </summary>
/// <param name="prefix">The first part of the names, with the colon.</param>
/// <param name="form">The form of the names, for lists: "gymnasium:ID".</param>
/// <param name="summary">A sentence that describes the family.</param>
/// <param name="describe">Makes the description of an environment from the rest of its name.</param>
/// <param name="state">Looks whether the family can be used on this machine, and gives the answer in one line.</param>
public sealed class EnvironmentFamily(
    string prefix, string form, string summary, Func<string, EnvironmentDescription> describe, Func<string> state)
{
    /// <summary>The first part of the names, with the colon.</summary>
    public string Prefix => prefix;

    /// <summary>The form of the names, for lists: "gymnasium:ID".</summary>
    public string Form => form;

    /// <summary>A sentence that describes the family.</summary>
    public string Summary => summary;

    /// <summary>Whether a name begins with the prefix, without regard to case.</summary>
    /// <param name="name">The name of an environment.</param>
    /// <returns>Whether it does.</returns>
    public bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Describes an environment of the family. Whether it exists is found out when it is created.</summary>
    /// <param name="name">Its name, with the prefix.</param>
    /// <returns>The description.</returns>
    /// <exception cref="Core.Options.InputException">The rest of the name is wrong.</exception>
    public EnvironmentDescription Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return describe(name[prefix.Length..]);
    }

    /// <summary>Looks whether the family can be used on this machine; this may start a program.</summary>
    /// <returns>The answer in one line: "usable: …", or what is missing and the command that mends it.</returns>
    public string FindState() => state();
}
