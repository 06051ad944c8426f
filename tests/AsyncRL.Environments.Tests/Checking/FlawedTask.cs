using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Tests.Checking;

/// <summary>An environment that keeps its whole contract, or breaks one promise of it.</summary>
/// <param name="flaw">The promise that it breaks; empty for none.</param>
/// <param name="generator">Its source of randomness.</param>
internal sealed class FlawedTask(string flaw, RandomGenerator generator) : IEnvironment
{
    private const int EpisodeLength = 40;
    private static int _instances;

    private readonly int _instance = Interlocked.Increment(ref _instances);
    private readonly ActionSpecification _vector = flaw == "reversed-bounds"
        ? ActionSpecification.Continuous(1, 1, -1)
        : ActionSpecification.Continuous(1, -1, 1);
    private readonly ActionSpecification _two = ActionSpecification.Continuous([-1, 0], [1, 5]);
    private readonly ActionSpecification _several = ActionSpecification.MultiDiscrete(2, flaw == "no-choice" ? 0 : 3);
    private int _time;
    private bool _isPlaying;
    private float _shown;

    public ObservationSpecification Observation => ObservationSpecification.Vector(2);

    public ActionSpecification Actions => flaw switch
    {
        "no-action" => ActionSpecification.Discrete(0),
        "changing-actions" => ActionSpecification.Discrete(_time > 5 ? 3 : 2),
        "vector" or "unclipped" or "takes-nan" or "reversed-bounds" => _vector,
        "two-numbers" or "unclipped-second" => _two,
        "several" or "takes-any-choices" or "no-choice" => _several,
        _ => ActionSpecification.Discrete(2),
    };

    public int FramesPerAgentStep => flaw == "no-frames" ? 0 : 1;

    public bool CanSave => true;

    public int? LongestEpisode => flaw switch
    {
        "longer-episodes" => EpisodeLength - 1,
        "endless" => null,
        _ => EpisodeLength,
    };

    public void Reset(Observation observation)
    {
        if (flaw == "throws-at-reset") throw new NotSupportedException("There is no disk.");
        (_time, _isPlaying) = (0, true);
        Show(observation);
        if (flaw == "nan-at-reset") observation.Values[1] = float.NaN;
    }

    public StepOutcome Step(AgentAction action, Observation observation)
    {
        if (flaw == "forgets-on-refusal" && !_isPlaying) _shown++;
        if (!_isPlaying && flaw != "plays-on") throw new InvalidOperationException("A reset must come first.");
        float number = Actions.Kind switch
        {
            ActionKind.Discrete => CheckedChoice(action),
            ActionKind.Continuous => CheckedNumber(action),
            _ => CheckedChoices(action),
        };
        _time++;
        Show(observation);
        bool isEnd = flaw != "endless" && _time >= EpisodeLength;
        _isPlaying = !isEnd;
        if (flaw == "nan-observation" && _time == 7) observation.Values[0] = float.PositiveInfinity;
        float reward = flaw == "nan-reward" && _time == 7 ? float.NaN : number;
        return new StepOutcome(reward, isEnd, isEnd && flaw == "both-ends");
    }

    public void Transfer(StateTransfer state)
    {
        state.Number(ref _time, "time");
        state.Truth(ref _isPlaying, "running of the episode");
        _shown = (float)state.Real(_shown, "shown number");
        if (flaw != "forgets-generator") state.Generator(generator);
        if (flaw == "saving-draws" && !state.IsRestoring) generator.NextDouble();
        if (flaw == "reads-too-much" && state.IsRestoring) state.Bytes(new byte[1], "byte that was not written");
        if (flaw == "restores-playing" && state.IsRestoring) _isPlaying = true;
    }

    private int CheckedChoice(AgentAction action)
    {
        if (flaw == "takes-any-choice") return 0;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)action.Choice, (uint)Actions.Count, nameof(action));
        return action.Choice;
    }

    private int CheckedChoices(AgentAction action)
    {
        if (flaw == "takes-any-choices" && action.Choices.Length == 2) return action.Choices[1];
        Actions.Check(action);
        return action.Choices[0] + action.Choices[1];
    }

    private float CheckedNumber(AgentAction action)
    {
        if (flaw != "takes-nan" || action.Values.Length != 1) Actions.Check(action);
        if (flaw == "unclipped") return action.Values[0];
        float sum = 0;
        for (int i = 0; i < action.Values.Length; i++)
            sum += i == 1 && flaw == "unclipped-second" ? action.Values[i] : Math.Clamp(action.Values[i], Actions.Low[i], Actions.High[i]);
        return sum;
    }

    private void Show(Observation observation)
    {
        if (flaw == "garbage") _ = new object();
        _shown = flaw switch
        {
            "no-chance" => _time,
            "own-chance" => _instance,
            _ => generator.NextSingle(),
        };
        observation.Values[0] = _shown;
        if (flaw != "leaves-a-number") observation.Values[1] = _time;
    }
}
