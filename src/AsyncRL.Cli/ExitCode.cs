namespace AsyncRL.Cli;

/// <summary>What the command hands back to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    internal const int Success = 0;

    /// <summary>Something failed, and not for wrong input: a fault in an actor-learner, a gradient that disagrees.</summary>
    internal const int Failure = 1;

    /// <summary>The input is wrong; one sentence said how.</summary>
    internal const int WrongInput = 2;

    /// <summary>Its terminal was closed: 128 + SIGHUP.</summary>
    internal const int HungUp = 129;

    /// <summary>The reader of its standard output went away: 128 + SIGPIPE.</summary>
    internal const int BrokenPipe = 141;

    /// <summary>Ctrl-C ended it: 128 + SIGINT, as shells count.</summary>
    internal const int Interrupted = 130;

    /// <summary>SIGTERM ended it: 128 + SIGTERM.</summary>
    internal const int Terminated = 143;
}
