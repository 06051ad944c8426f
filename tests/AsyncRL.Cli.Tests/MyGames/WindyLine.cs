using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;

namespace MyGames;

/// <summary>A line in wind, which pushes the agent to the left at random.</summary>
public sealed class WindyLine(RandomGenerator generator, double wind) : Wrapper(new Line())
{
    public WindyLine(RandomGenerator generator)
        : this(generator, wind: 0.1)
    {
    }

    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        Actions.Check(action);
        bool isPushed = !IsOver && generator.NextDouble() < wind;
        return Inner.Step(isPushed ? 0 : action, observation);
    }

    public override void Transfer(StateTransfer state)
    {
        state.Generator(generator);
        Inner.Transfer(state);
    }
}

public sealed record WindyLineOptions
{
    [Option("wind", "probability", "how often the wind pushes the agent to the left", Minimum = 0, Maximum = 0.4)]
    public double Wind { get; init; } = 0.1;
}

public sealed class WindyLineDescription : EnvironmentDescription<WindyLineOptions>
{
    public override string Name => "windy-line";

    public override string Summary => "a walk to the right end of a line in wind";

    protected override IEnvironment Create(WindyLineOptions options, RandomGenerator generator) => new WindyLine(generator, options.Wind);
}
