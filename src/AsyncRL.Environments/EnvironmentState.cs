using AsyncRL.Core.State;

namespace AsyncRL.Environments;

/// <summary>
/// What all environments do alike with their state: both directions of <see cref="IEnvironment.Transfer"/> by name, and the refusal of an
/// agent step that no reset comes before.
/// </summary>
public static class EnvironmentState
{
    /// <summary>Refuses an agent step.</summary>
    /// <param name="isOver">Whether the episode is over or none has begun.</param>
    /// <exception cref="InvalidOperationException">It is so.</exception>
    public static void RefuseStepIf(bool isOver)
    {
        if (isOver) throw new InvalidOperationException("No episode is running; call Reset first.");
    }

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
