using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Learning;

/// <summary>
/// Six cells in a row: action 1 moves right, action 0 moves left or, in the first cell, nowhere. Leaving the last cell to the right gives a
/// reward of 1 and terminates; all other rewards are 0. After 50 agent steps the episode is truncated. Under the optimal policy the value
/// of cell i is γ to the power of 5 − i.
/// </summary>
internal sealed class Corridor : EnvironmentDescription<NoOptions>
{
    internal const int Cells = 6;

    private const int TimeLimit = 50;

    public override string Name => "corridor";

    public override string Summary => "A task for tests.";

    /// <summary>Writes the observation of a cell.</summary>
    internal static void Show(int cell, Span<float> observation)
    {
        observation.Clear();
        if (cell < Cells) observation[cell] = 1;
    }

    protected override IEnvironment Create(NoOptions options, RandomGenerator generator) => new Walk();

    private sealed class Walk : IEnvironment
    {
        private int _cell;
        private int _time;

        public ObservationSpecification Observation { get; } = ObservationSpecification.Vector(Cells);

        public ActionSpecification Actions => ActionSpecification.Discrete(2);

        public bool CanSave => true;

        public void Reset(Observation observation)
        {
            (_cell, _time) = (0, 0);
            Show(_cell, observation.Values);
        }

        public StepOutcome Step(AgentAction action, Observation observation)
        {
            _cell = action.Choice == 1 ? _cell + 1 : Math.Max(0, _cell - 1);
            _time++;
            Show(_cell, observation.Values);
            bool terminated = _cell == Cells;
            return new StepOutcome(terminated ? 1 : 0, terminated, !terminated && _time == TimeLimit);
        }

        public void Transfer(StateTransfer state)
        {
            state.Number(ref _cell, "cell");
            state.Number(ref _time, "time");
        }

    }
}
