using System.Numerics.Tensors;
using AsyncRL.Algorithms.Episodic;
using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Losses;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>The learner of Lin 1992: it acts for an episode, then replays some episodes backwards.</summary>
/// <remarks>
/// <c>// LIN:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/lin.md numbers it. After construction the
/// learner allocates nothing.
/// </remarks>
internal sealed class LinLearner : EpisodeLearner
{
    private readonly LinOptions _options;
    private readonly long[] _firstRows;
    private readonly long[] _lastRows;
    private readonly ActionValueLoss<float> _loss;
    private readonly ReplayMetrics _metrics;
    private readonly Metric _entropy;
    private readonly Activations<float> _learning;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private long _first;
    private long _next;
    private int _lesson;

    internal LinLearner(SynchronousMember member, LinOptions options)
        : base(member, options, "episodes")
    {
        _options = options;
        (_firstRows, _lastRows) = (new long[options.KeptEpisodes], new long[options.KeptEpisodes]);
        _loss = new ActionValueLoss<float>(Values, huber: false, scale: 1);
        _metrics = new ReplayMetrics(member.Statistics);
        _entropy = Exploration.EntropyOf(member.Statistics.Measures);
        _learning = Model.NewBatch(2, ofPixels: member.HasPixels);
        (_probabilities, _logProbabilities) = (new float[Values.Count], new float[Values.Count]);
    }

    /// <summary>The row that was learned last.</summary>
    internal long LearnedRow => _next + 1;

    private double Temperature
    {
        get
        {
            double share = Math.Min(1, (double)Member.Session.Parameters.AgentSteps / Member.Session.LastAgentStep);
            return _options.Temperature + (share * (_options.FinalTemperature - _options.Temperature));
        }
    }

    /// <inheritdoc/>
    protected override int Choose()
    {
        Evaluate();
        ComputePolicy(Acting);
        Member.Statistics.Add(_entropy, -TensorPrimitives.Dot<float>(_probabilities, _logProbabilities), 1);
        return Softmax.Pick<float>(_probabilities, Actor.Generator.NextSingle()); // LIN:1
    }

    /// <summary>Keeps the rows of the episode, and begins the lesson of it.</summary>
    /// <inheritdoc/>
    protected override bool BeginLearning()
    {
        // An episode that a time limit ended has one more row, for its last observation.
        int slot = (int)((Episodes - 1) % _firstRows.Length);
        (_firstRows[slot], _lastRows[slot]) = (FirstRow, Ring.Written - (Ring.IsTerminal(Ring.Written - 1) ? 1 : 2));
        _lesson = 0;
        BeginLesson(slot);
        return ContinueLearning();
    }

    /// <summary>Computes the gradient of the next agent step that is replayed.</summary>
    /// <inheritdoc/>
    protected override bool ContinueLearning()
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

    /// <inheritdoc/>
    protected override void Transfer(StateTransfer state)
    {
        base.Transfer(state);
        for (int i = 0; i < _firstRows.Length; i++)
        {
            state.LongNumber(ref _firstRows[i], "first row of an episode", 0, Ring.Written);
            state.LongNumber(ref _lastRows[i], "last row of an episode", 0, Ring.Written);
        }
    }

    /// <summary>π(·|s) = softmax(Q(s, ·) / temperature) of a batch's first row.</summary>
    private void ComputePolicy(Activations<float> batch)
    {
        Values.Read(batch, 0, Row);
        float inverse = (float)(1 / Temperature);
        foreach (ref float value in Row.AsSpan()) value *= inverse;
        Softmax.Distribution<float>(Row, _probabilities, _logProbabilities);
    }

    /// <summary>Begins a lesson with the last agent step of an episode.</summary>
    private void BeginLesson(int slot)
    {
        (_first, _next) = (_firstRows[slot], _lastRows[slot]);

        // A part of the episode is overwritten.
        if (_first < Ring.Oldest) _next = _first - 1;
    }

    /// <summary>Draws an episode for the next lesson; newer ones are more probable.</summary>
    private int DrawLesson()
    {
        int kept = (int)Math.Min(Episodes, _firstRows.Length);
        double uniform = Actor.Generator.NextDouble(), recency = _options.Recency;

        // The age has a density that falls by e^−recency from the newest to the oldest episode.
        double age = recency == 0 ? uniform : -Math.Log(1 - (uniform * (1 - Math.Exp(-recency)))) / recency;
        long episode = Episodes - 1 - Math.Min(kept - 1, (long)(age * kept));
        return (int)(episode % _firstRows.Length);                              // LIN:2
    }

    /// <summary>Computes the gradient of an agent step.</summary>
    /// <returns>Whether the present policy would take its action.</returns>
    private bool Learn(long row)
    {
        Model.ClearGradient();
        Model.SyncIfOld();
        Transition transition = Ring.Read(row, (float)_options.Discount);
        bool isTerminal = transition.Next < 0;
        Ring.Write(row, Stack, _learning, 0);
        if (!isTerminal) Ring.Write(transition.Next, Stack, _learning, 1);
        Model.Forward(_learning, 0, isTerminal ? 1 : 2);
        Member.Statistics.Mark(Phase.Act);
        ComputePolicy(_learning);
        if (_probabilities[transition.Action] < _options.PolicyThreshold) return false;
        float target = transition.Return;
        if (!isTerminal)
        {
            Values.Read(_learning, 1, Row);
            target = ActionValueTarget.Of<float>(target, transition.Factor, Row, Row);
        }

        _loss.Clear();
        float error = _loss.AddStep(_learning, 0, transition.Action, target, weight: 1);
        Model.Backward(_learning, 1);                                           // LIN:4
        _metrics.Add(1, _loss.Total, target - error, Math.Abs(error));
        return true;
    }
}
