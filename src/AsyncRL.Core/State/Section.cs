namespace AsyncRL.Core.State;

/// <summary>
/// A part of a run's state under a name: a section of a checkpoint. Whatever has a state that a resumed run needs gives a section; the file
/// needs to know none of them.
/// </summary>
/// <param name="Name">Its name; no other section of the run has it.</param>
/// <param name="Save">
/// Writes the state, piece by piece, while nothing changes it. It is called twice for each checkpoint: first its bytes are only counted,
/// because a section's length comes before its bytes.
/// </param>
/// <param name="Restore">Reads what <paramref name="Save"/> wrote, all of it.</param>
public sealed record Section(string Name, Action<BinaryWriter> Save, Action<BinaryReader> Restore);
