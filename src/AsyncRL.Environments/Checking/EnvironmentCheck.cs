using AsyncRL.Core.Randomness;

namespace AsyncRL.Environments.Checking;

/// <summary>One promise of <see cref="IEnvironment"/>, and how it is put to the test.</summary>
public sealed class EnvironmentCheck
{
    private readonly Action<CheckedSubject> _body;

    internal EnvironmentCheck(string name, string promise, Action<CheckedSubject> body) => (Name, Promise, _body) = (name, promise, body);

    /// <summary>Its name, in lower case with hyphens.</summary>
    public string Name { get; }

    /// <summary>What the environment promises, as a sentence.</summary>
    public string Promise { get; }

    /// <summary>Checks environments that are made alike.</summary>
    /// <param name="create">Makes an environment; the generator is its only source of chance.</param>
    /// <returns>What was found: nothing if the promise is kept.</returns>
    public IReadOnlyList<EnvironmentFinding> Run(Func<RandomGenerator, IEnvironment> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        var subject = new CheckedSubject(Name, create);
        try
        {
            _body(subject);
        }
        catch (EnvironmentFaultException fault)
        {
            subject.Fault(fault.Message);
        }
        catch (Exception problem)
        {
            // Whatever an outsider's code throws is a finding about that code.
            subject.Fault($"The environment threw {problem.GetType().Name} while it was checked: {problem.Message}");
        }

        subject.DisposeOfAll();
        return subject.Findings;
    }
}

/// <summary>The environment under a check, and what the check finds.</summary>
/// <param name="check">Name of the check.</param>
/// <param name="create">Makes an environment.</param>
internal sealed class CheckedSubject(string check, Func<RandomGenerator, IEnvironment> create)
{
    private readonly List<EnvironmentFinding> _findings = [];
    private readonly List<IEnvironment> _created = [];

    internal IReadOnlyList<EnvironmentFinding> Findings => _findings;

    internal IEnvironment Create(ulong seed = 1)
    {
        IEnvironment environment = create(new RandomGenerator(seed));
        _created.Add(environment);
        return environment;
    }

    /// <summary>Disposes of every environment that was created; an exception is a fault.</summary>
    internal void DisposeOfAll()
    {
        foreach (IEnvironment environment in _created)
        {
            try
            {
                environment.Dispose();
            }
            catch (Exception problem)
            {
                Fault($"The environment threw {problem.GetType().Name} when it was disposed of: {problem.Message}");
            }
        }
    }

    /// <summary>A player of a new environment.</summary>
    internal RandomPlayer Play(ulong seed = 1) => new(Create(seed), seed: 2);

    /// <summary>A number of agent steps in words: "1 agent step".</summary>
    internal static string CountOfSteps(int count) => count == 1 ? "1 agent step" : $"{count} agent steps";

    /// <summary>The contract is broken.</summary>
    internal void Fault(string sentence) => _findings.Add(new EnvironmentFinding(check, IsFault: true, sentence));

    /// <summary>Something is unusual and may be meant so.</summary>
    internal void Remark(string sentence) => _findings.Add(new EnvironmentFinding(check, IsFault: false, sentence));
}

/// <summary>Something that a check found out about an environment.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="IsFault">Whether the environment breaks its contract; else it is unusual and may be meant so.</param>
/// <param name="Sentence">What was found.</param>
public sealed record EnvironmentFinding(string Check, bool IsFault, string Sentence);
