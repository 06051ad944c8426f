using AsyncRL.Core.State;

namespace AsyncRL.Environments;

/// <summary>Both directions of <see cref="IEnvironment.Transfer"/> by name, for code that has a writer or a reader.</summary>
public static class EnvironmentState
{
    /// <summary>Writes everything that the rest of the episode depends on.</summary>
    /// <param name="environment">The environment, unchanged.</param>
    /// <param name="writer">Receives the state.</param>
    /// <exception cref="NotSupportedException">The environment cannot save its state.</exception>
    public static void SaveState(this IEnvironment environment, BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(environment);
        environment.Transfer(new StateTransfer(writer));
    }

    /// <summary>Reads what <see cref="SaveState"/> wrote.</summary>
    /// <param name="environment">An environment of the same specification and options.</param>
    /// <param name="reader">Positioned at the first byte of the state.</param>
    /// <exception cref="InvalidDataException">A number is none that a state can have.</exception>
    /// <exception cref="NotSupportedException">The environment cannot restore a state.</exception>
    public static void RestoreState(this IEnvironment environment, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(environment);
        environment.Transfer(new StateTransfer(reader));
    }
}
