namespace AsyncRL.Cli;

/// <summary>The exit codes of the command.</summary>
internal static class ExitCode
{
    /// <summary>The command succeeded.</summary>
    internal const int Success = 0;

    /// <summary>The command failed for another reason than wrong input, for example a fault of an actor-learner.</summary>
    internal const int Failure = 1;

    /// <summary>The input is wrong; one sentence has named the mistake.</summary>
    internal const int WrongInput = 2;

    /// <summary>The terminal was closed: 128 + SIGHUP.</summary>
    internal const int HungUp = 129;

    /// <summary>The reader of standard output closed it: 128 + SIGPIPE.</summary>
    internal const int BrokenPipe = 141;

    /// <summary>Ctrl-C ended the command: 128 + SIGINT, by the convention of shells.</summary>
    internal const int Interrupted = 130;

    /// <summary>SIGUSR1 ended the command: 128 + SIGUSR1.</summary>
    internal const int UserSignal = 138;

    /// <summary>SIGTERM ended the command: 128 + SIGTERM.</summary>
    internal const int Terminated = 143;
}
