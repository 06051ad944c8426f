namespace AsyncRL.Environments.Checking;

/// <summary>An environment broke its contract. The message names the environment, what it did, and what was expected.</summary>
public sealed class EnvironmentFaultException : Exception
{
    /// <summary>Reports the fault.</summary>
    /// <param name="message">The sentence.</param>
    public EnvironmentFaultException(string message)
        : base(message)
    {
    }

    /// <summary>Reports a fault that another exception revealed.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="innerException">What revealed it.</param>
    public EnvironmentFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Reports a fault.</summary>
    public EnvironmentFaultException()
    {
    }
}
