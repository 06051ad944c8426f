namespace AsyncRL.Core.State;

/// <summary>
/// A part of a run's state with a name: a section of a checkpoint. Every object with state that a resumed run needs provides a section.
/// The code that writes and reads the file does not depend on any of them.
/// </summary>
/// <param name="Name">The name of the section, different from those of the run's other sections.</param>
/// <param name="Save">
/// Writes the state in pieces, while no thread changes it. Each checkpoint calls it twice: the first call only counts the bytes, because
/// the length of a section comes before its bytes.
/// </param>
/// <param name="Restore">Reads all bytes that <paramref name="Save"/> wrote.</param>
public sealed record Section(string Name, Action<BinaryWriter> Save, Action<BinaryReader> Restore)
{
    /// <summary>Makes a section of a state that one method writes and reads.</summary>
    /// <param name="name">The name of the section, different from those of the run's other sections.</param>
    /// <param name="transfer">Writes the state, while no thread changes it, or reads it. Writing changes nothing.</param>
    public Section(string name, Action<StateTransfer> transfer)
        : this(name, writer => transfer(new StateTransfer(writer)), reader => transfer(new StateTransfer(reader)))
    {
    }
}
