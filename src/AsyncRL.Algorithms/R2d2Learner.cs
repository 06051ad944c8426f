using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parts;
using AsyncRL.Algorithms.Replay;
using AsyncRL.Algorithms.Synchronous;
using AsyncRL.Numerics.Networks;

namespace AsyncRL.Algorithms;

/// <summary>
/// The part of recurrent Q-learning from sequences that one thread does: it acts in its environments, and computes the gradient of its
/// share of each minibatch.
/// </summary>
/// <remarks>
/// <c>// R2D2:n</c> marks the statement that realizes line n of the pseudo-code as docs/algorithms/r2d2.md numbers it. The sequences of a
/// pass are side by side in one batch: time step t of a sequence is t agent steps after its first learned one. Rows that a sequence does
/// not have come after those that it has, so that they do not change its states, and have no gradient. After construction the learner
/// allocates nothing.
/// </remarks>
internal sealed class R2d2Learner : ReplayLearner
{
    private readonly R2d2Options _options;
    private readonly ActionValues<float> _values;
    private readonly ActionValueLoss<float> _loss;
    private readonly Batches _online;
    private readonly Batches _target;
    private readonly Sequence[] _sequences;
    private readonly byte[] _stack;
    private readonly float[] _targetValues;
    private readonly float[] _onlineValues;

    internal R2d2Learner(SynchronousMember member, R2d2Options options)
        : base(member, options)
    {
        _options = options;
        NetworkStructure structure = Model.Network.Structure;
        _values = new ActionValues<float>(structure);
        _loss = new ActionValueLoss<float>(_values, options.Error == ActionValueOptions.Huber, (float)options.ValueGradientScale);
        bool ofPixels = member.HasPixels;
        int sequences = options.SequencesOfPass(structure, member.Session.ActorLearners, ofPixels), before = Math.Max(1, options.BurnIn);
        _online = new Batches(
            Model.NewBatch(before, sequences, ofPixels), Model.NewBatch(options.StepsOfSequence, sequences, ofPixels));
        _target = new Batches(
            new Activations<float>(structure, before, sequences, ofPixels),
            new Activations<float>(structure, options.StepsOfSequence, sequences, ofPixels));
        _sequences = new Sequence[sequences];
        (_targetValues, _onlineValues) = (new float[_values.Count], new float[_values.Count]);
        _stack = new byte[member.Actors[0].ObservationSpecification.Size];
    }

    /// <inheritdoc/>
    public override double GradientScale =>
        _options.LossScale == ReplayOptions.Sum ? 1 : 1.0 / ((long)_options.MinibatchSize * _options.SequenceLength);

    /// <inheritdoc/>
    protected override void AddGradients()
    {
        for (int i = 0; i < Share.Length; i += _sequences.Length)
            AddGradient(Share.Start + i, Math.Min(_sequences.Length, Share.Length - i));
    }

    /// <summary>Adds the gradient of sequences that pass through the networks together.</summary>
    private void AddGradient(int first, int count)
    {
        for (int i = 0; i < _sequences.Length; i++)
        {
            _sequences[i] = i < count ? Find(Memory.Minibatch.Slots[first + i]) : default; // R2D2:3
            WriteRows(_sequences[i], i);
        }

        BurnIn();                                                               // R2D2:4
        Model.Forward(_online.Learned, 0, _options.StepsOfSequence);            // R2D2:5
        Target.Forward(_target.Learned, 0, _options.StepsOfSequence);
        Member.Statistics.Mark(Phase.Act);
        for (int i = 0; i < _sequences.Length; i++)
        {
            float weight = i < count ? Memory.Minibatch.Weights[first + i] : 0;
            float priority = AddErrors(_sequences[i], i, weight);
            if (i < count) Memory.Minibatch.Errors[first + i] = priority;
        }

        Model.Backward(_online.Learned, _options.SequenceLength);
    }

    private Sequence Find(int slot)
    {
        (RingItems items, long row) = Memory.Find(slot);
        var sequences = (SequenceItems)items;
        int before = Math.Min(_options.BurnIn, sequences.OffsetOf(row)), length = sequences.LengthOf(row);
        return new Sequence(sequences, row, before, length, RowsOf(sequences.Ring, row, length));
    }

    /// <summary>
    /// The rows whose values are read. The last learned row may need fewer than those before it, because its rewards end in a terminal
    /// state.
    /// </summary>
    private int RowsOf(ExperienceRing ring, long first, int length)
    {
        long rows = length;
        for (int step = Math.Max(0, length - _options.Steps); step < length; step++)
            rows = Math.Max(rows, ring.Read(first + step, 1).Next - first + 1);
        return (int)rows;
    }

    /// <summary>Writes the state before a sequence's first row, and the observations of all of its rows.</summary>
    private void WriteRows(Sequence sequence, int index)
    {
        if (sequence.Length > 0) sequence.Items.CopyState(sequence.First - sequence.Before, _online.Before, index);
        for (int step = 0; step < _options.BurnIn; step++)
            WriteRow(sequence, sequence.First - sequence.Before + step, step < sequence.Before, isBefore: true, step, index);
        for (int step = 0; step < _options.StepsOfSequence; step++)
            WriteRow(sequence, sequence.First + step, step < sequence.Rows, isBefore: false, step, index);
    }

    /// <summary>Writes a row for both networks. A row that the sequence does not have repeats one that it has, and is not read.</summary>
    private void WriteRow(Sequence sequence, long row, bool exists, bool isBefore, int step, int index)
    {
        (Activations<float> online, Activations<float> target) =
            isBefore ? (_online.Before, _target.Before) : (_online.Learned, _target.Learned);
        int batchRow = online.Row(step, index);
        long present = exists ? row : sequence.First;
        (online.Starts[batchRow], target.Starts[batchRow]) = (false, false);
        if (sequence.Length == 0) return;
        sequence.Items.Ring.Write(present, _stack, online, batchRow);
        sequence.Items.Ring.Write(present, _stack, target, batchRow);
    }

    /// <summary>
    /// Runs both networks over the agent steps before the sequences. Only the states after them are used, so that no gradient reaches them.
    /// </summary>
    private void BurnIn()
    {
        for (int i = 0; i < _sequences.Length; i++) _online.Before.CopyState(0, i, _target.Before, i);
        if (_options.BurnIn > 0)
        {
            Model.Forward(_online.Before, 0, _options.BurnIn);
            Target.Forward(_target.Before, 0, _options.BurnIn);
        }

        for (int i = 0; i < _sequences.Length; i++)
        {
            _online.Before.CopyState(_sequences[i].Before, i, _online.Learned, i);
            _target.Before.CopyState(_sequences[i].Before, i, _target.Learned, i);
        }
    }

    /// <summary>Writes the output gradients of a sequence.</summary>
    /// <returns>The priority of the sequence, before its exponent.</returns>
    private float AddErrors(Sequence sequence, int index, float weight)
    {
        _loss.Clear();
        double values = 0;
        var sum = default(SequencePriority);
        for (int step = 0; step < _options.SequenceLength; step++)
        {
            int row = _online.Learned.Row(step, index);
            if (step >= sequence.Length)
            {
                _values.ClearGradient(_online.Learned, row);
                continue;
            }

            Transition transition = sequence.Items.Ring.Read(sequence.First + step, (float)_options.Discount);
            float target = TargetOf(transition, (int)(transition.Next - sequence.First), index);
            float error = _loss.AddStep(_online.Learned, row, transition.Action, target, weight); // R2D2:7
            sum = sum.With(error);
            values += target - error;
        }

        Metrics.Add(sequence.Length, _loss.Total, values, sum.Sum);
        return (float)sum.Of(_options.PriorityMaximumShare);                    // R2D2:8
    }

    private float TargetOf(Transition transition, int next, int index)
    {
        float sum = transition.Return;
        if (transition.Next >= 0)
        {
            int row = _online.Learned.Row(next, index);
            _values.Read(_online.Learned, row, _onlineValues);
            _values.Read(_target.Learned, row, _targetValues);
            if (_options.RescaleValues)
            {
                foreach (ref float value in _targetValues.AsSpan()) value = ValueRescaling.Inverse(value);
            }

            sum = ActionValueTarget.Of<float>(sum, transition.Factor, _onlineValues, _targetValues);
        }

        return _options.RescaleValues ? ValueRescaling.Of(sum) : sum;           // R2D2:6
    }

    /// <summary>The rows before the sequences, and those from their first learned row on.</summary>
    private readonly record struct Batches(Activations<float> Before, Activations<float> Learned);

    /// <summary>A sequence: its first learned row, the rows before it, the learned rows, and all rows from the first on.</summary>
    private readonly record struct Sequence(SequenceItems Items, long First, int Before, int Length, int Rows);
}
