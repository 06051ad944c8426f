namespace AsyncRL.Training.Tests.Parameters;

/// <summary>An action that another thread could do, done once, at an instant that the test chooses.</summary>
/// <param name="action">The action.</param>
internal sealed class Interruption(Action action)
{
    /// <summary>Number of times that the instant was reached.</summary>
    internal int Moments { get; private set; }

    internal void Happen()
    {
        if (Moments++ == 0) action();
    }
}
