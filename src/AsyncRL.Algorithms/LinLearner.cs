using System.Numerics.Tensors;
using AsyncRL.Algorithms.Acting;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.State;
using AsyncRL.Environments;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>The learner of Lin 1992: it acts for an episode, then replays some episodes backwards.</summary>
/// <remarks>
/// <c>// LIN:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/lin.md numbers it. The lessons belong to
/// the round of an episode's last agent step. After construction the learner allocates nothing.
/// </remarks>
internal sealed class LinLearner : ISynchronousLearner
{
    private readonly SynchronousMember _member;
    private readonly LinOptions _options;
    private readonly Actor _actor;
    private readonly ExperienceRing _ring;
    private readonly long[] _firstRows;
    private readonly long[] _lastRows;
    private readonly ActionValues<float> _values;
    private readonly ActionValueLoss<float> _loss;
    private readonly ReplayMetrics _metrics;
    private readonly Metric _entropy;
    private readonly Activations<float> _acting;
    private readonly Activations<float> _learning;
    private readonly float[] _row;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly byte[] _stack;
    private Part _part;
    private long _episodes;
    private long _firstRow;
    private long _first;
    private long _next;
    private int _lesson;

    internal LinLearner(SynchronousMember member, LinOptions options)
    {
        (_member, _options, _actor) = (member, options, member.Actors[0]);
        ObservationSpecification observation = _actor.ObservationSpecification;
        _ring = new ExperienceRing(observation, options.RowsOfRing(observation), 1);
        (_firstRows, _lastRows) = (new long[options.KeptEpisodes], new long[options.KeptEpisodes]);
        _values = new ActionValues<float>(member.Model.Network.Structure);
        _loss = new ActionValueLoss<float>(_values, huber: false, scale: 1);
        _metrics = new ReplayMetrics(member.Statistics);
        _entropy = Exploration.EntropyOf(member.Statistics.Measures);
        (_acting, _learning) = (Model.NewBatch(1, ofPixels: member.HasPixels), Model.NewBatch(2, ofPixels: member.HasPixels));
        (_row, _stack) = (new float[_values.Count], new byte[observation.Size]);
        (_probabilities, _logProbabilities) = (new float[_values.Count], new float[_values.Count]);
        member.Session.Sections.Add(new Section("episodes", Save, Restore));
    }

    private enum Part
    {
        Act,
        Learn,
        End,
    }

    /// <inheritdoc/>
    public LocalModel Model => _member.Model;

    /// <inheritdoc/>
    public double LearningRate => _member.Session.LearningRates.At(_member.Session.Parameters.AgentSteps);

    /// <inheritdoc/>
    public double GradientScale => 1;

    /// <summary>The agent steps.</summary>
    internal ExperienceRing Ring => _ring;

    /// <summary>The row that was learned last.</summary>
    internal long LearnedRow => _next + 1;

    private double Temperature
    {
        get
        {
            double share = Math.Min(1, (double)_member.Session.Parameters.AgentSteps / _member.Session.LastAgentStep);
            return _options.Temperature + (share * (_options.FinalTemperature - _options.Temperature));
        }
    }

    /// <inheritdoc/>
    public RoundStep Advance()
    {
        switch (_part)
        {
            case Part.Act:
                if (!Act()) return Then(Part.End, RoundStep.Count);
                _lesson = 0;
                BeginLesson((int)((_episodes - 1) % _firstRows.Length));
                return LearnNext() ? Then(Part.Learn, RoundStep.Update) : Then(Part.End, RoundStep.Count);
            case Part.Learn when LearnNext():
                return RoundStep.Update;                                        // LIN:4
            default:
                return Then(Part.Act, RoundStep.End);
        }
    }

    /// <inheritdoc/>
    public void Abandon() => _part = Part.Act;

    private RoundStep Then(Part next, RoundStep step)
    {
        _part = next;
        return step;
    }

    /// <summary>Does one agent step.</summary>
    /// <returns>Whether it ended the episode.</returns>
    private bool Act()
    {
        bool begins = _actor.BeginEpisodeIfOver(_member.Statistics);
        if (begins) _firstRow = _ring.Written;
        _ring.Observe(_actor.Observation, begins);
        Model.SyncIfOld();
        _actor.WriteObservation(_acting, 0);
        Model.Forward(_acting, 0, 1);
        ComputePolicy(_acting);
        int action = Softmax.Pick<float>(_probabilities, _actor.Generator.NextSingle()); // LIN:1
        _member.Statistics.Add(_entropy, -TensorPrimitives.Dot<float>(_probabilities, _logProbabilities), 1);
        StepOutcome outcome = _actor.Step(action, _member.Statistics);
        _ring.Add(action, outcome.Reward, outcome, _actor.Observation);
        _member.Statistics.CountAgentSteps(1);
        if (!outcome.IsEnd) return false;
        int slot = (int)(_episodes++ % _firstRows.Length);
        (_firstRows[slot], _lastRows[slot]) = (_firstRow, _ring.Written - (outcome.Terminated ? 1 : 2));
        long after = _member.Session.Parameters.AgentSteps + 1;
        _member.Episodes.Add(new EpisodeRecord(_member.Index, after, _actor.EpisodeReturn, _actor.EpisodeLength));
        return true;
    }

    /// <summary>π(·|s) = softmax(Q(s, ·) / temperature) of a batch's first row.</summary>
    private void ComputePolicy(Activations<float> batch)
    {
        _values.Read(batch, 0, _row);
        float inverse = (float)(1 / Temperature);
        foreach (ref float value in _row.AsSpan()) value *= inverse;
        Softmax.Distribution<float>(_row, _probabilities, _logProbabilities);
    }

    /// <summary>Begins a lesson with the last agent step of an episode.</summary>
    private void BeginLesson(int slot)
    {
        (_first, _next) = (_firstRows[slot], _lastRows[slot]);

        // A part of the episode is overwritten.
        if (_first < _ring.Oldest) _next = _first - 1;
    }

    /// <summary>Draws an episode for the next lesson; newer ones are more probable.</summary>
    private int DrawLesson()
    {
        int kept = (int)Math.Min(_episodes, _firstRows.Length);
        double uniform = _actor.Generator.NextDouble(), recency = _options.Recency;

        // The age has a density that falls by e^−recency from the newest to the oldest episode.
        double age = recency == 0 ? uniform : -Math.Log(1 - (uniform * (1 - Math.Exp(-recency)))) / recency;
        long episode = _episodes - 1 - Math.Min(kept - 1, (long)(age * kept));
        return (int)(episode % _firstRows.Length);                              // LIN:2
    }

    /// <summary>Computes the gradient of the next agent step that is replayed.</summary>
    /// <returns>Whether there is one. Otherwise all lessons are over.</returns>
    private bool LearnNext()
    {
        while (true)
        {
            while (_next < _first)
            {
                if (++_lesson >= _options.Lessons) return false;
                BeginLesson(DrawLesson());
            }

            if (Learn(_next--)) return true;                                    // LIN:3
        }
    }

    /// <summary>Computes the gradient of an agent step.</summary>
    /// <returns>Whether the present policy would take its action.</returns>
    private bool Learn(long row)
    {
        Model.ClearGradient();
        Model.SyncIfOld();
        Transition transition = _ring.Read(row, (float)_options.Discount);
        bool isTerminal = transition.Next < 0;
        _ring.Write(row, _stack, _learning, 0);
        if (!isTerminal) _ring.Write(transition.Next, _stack, _learning, 1);
        Model.Forward(_learning, 0, isTerminal ? 1 : 2);
        _member.Statistics.Mark(Phase.Act);
        ComputePolicy(_learning);
        if (_probabilities[transition.Action] < _options.PolicyThreshold) return false;
        float target = transition.Return;
        if (!isTerminal)
        {
            _values.Read(_learning, 1, _row);
            target = ActionValueTarget.Of<float>(target, transition.Factor, _row, _row);
        }

        _loss.Clear();
        float error = _loss.AddStep(_learning, 0, transition.Action, target, weight: 1);
        Model.Backward(_learning, 1);
        _metrics.Add(1, _loss.Total, target - error, Math.Abs(error));
        return true;
    }

    private void Save(BinaryWriter writer)
    {
        _ring.Save(writer);
        writer.Write(_episodes);
        writer.Write(_firstRow);
        for (int i = 0; i < _firstRows.Length; i++)
        {
            writer.Write(_firstRows[i]);
            writer.Write(_lastRows[i]);
        }
    }

    private void Restore(BinaryReader reader)
    {
        _ring.Restore(reader, _values.Count);
        _episodes = reader.ReadInt64();
        SavedState.Check("number of episodes", _episodes, 0, long.MaxValue);
        _firstRow = reader.ReadInt64();
        SavedState.Check("first row of an episode", _firstRow, 0, _ring.Written);
        for (int i = 0; i < _firstRows.Length; i++)
        {
            (_firstRows[i], _lastRows[i]) = (reader.ReadInt64(), reader.ReadInt64());
            SavedState.Check("first row of an episode", _firstRows[i], 0, _ring.Written);
            SavedState.Check("last row of an episode", _lastRows[i], 0, _ring.Written);
        }
    }
}
