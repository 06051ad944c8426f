namespace AsyncRL.Training.Tests.Parameters;

/// <summary>Something that another thread might do, done once, at a moment that the test chooses.</summary>
/// <param name="action">What happens.</param>
internal sealed class Interruption(Action action)
{
    /// <summary>How often the moment came.</summary>
    internal int Moments { get; private set; }

    internal void Happen()
    {
        if (Moments++ == 0) action();
    }
}
