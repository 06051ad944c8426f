using System.Numerics;
using AsyncRL.Core.Randomness;
using AsyncRL.Numerics.Layers;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Numerics.Tests.Infrastructure;

/// <summary>
/// A layer with guarded blocks of random numbers for its two passes. The same seed gives floats and doubles the same numbers. The padding
/// of the parameters is NaN, because no result may depend on it. The padding of their gradient is a mark that no pass may change.
/// </summary>
internal sealed class LayerRun<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int PaddingMark = 12345;

    /// <summary>Makes the run of a draw. Where the draw has several sequences, episodes start at some rows.</summary>
    internal LayerRun(Layer layer, Draw draw)
        : this(layer, draw.Steps * draw.Sequences, draw.Seed, draw.Sequences)
    {
        for (int row = 0; row < Rows && draw.Sequences > 1; row++) Starts[row] = (draw.Seed / 3 + ((ulong)row * 7)) % 5 == 0;
    }

    internal LayerRun(Layer layer, int rows, ulong seed, int sequences = 1)
    {
        (Layer, Rows, Sequences, Starts) = (layer, rows, sequences, new bool[rows]);
        var generator = new RandomGenerator(seed);
        Parameters = GuardedBlock<T>.ToRead(layer.ParameterBlockLength);
        ParameterGradient = GuardedBlock<T>.ToWrite(layer.ParameterBlockLength);
        ParameterGradient.Span.Fill(T.CreateChecked(PaddingMark));
        for (int i = 0; i < layer.Parameters.Length; i++)
        {
            Numbers.Draw(generator, ParameterSlice(Parameters, i));
            Numbers.Draw(generator, ParameterSlice(ParameterGradient, i));
        }

        Input = GuardedBlock<T>.ToRead(rows * layer.Input.Size, generator);
        OutputGradient = GuardedBlock<T>.ToRead(rows * layer.Output.Size, generator);
        Joined = GuardedBlock<T>.ToRead(rows * layer.JoinedLength, generator);
        JoinedGradient = GuardedBlock<T>.ToWrite(rows * layer.JoinedLength);
        Output = GuardedBlock<T>.ToWrite(rows * layer.Output.Size);
        InputGradient = GuardedBlock<T>.ToWrite(rows * layer.Input.Size);
        State = GuardedBlock<T>.ToWrite((rows + sequences) * layer.StateLength);
        Numbers.Draw(generator, State.Span[..(sequences * layer.StateLength)]);
        Record = GuardedBlock<T>.ToWrite(rows * layer.RecordLength);
        Scratch = GuardedBlock<T>.ToWrite(layer.ScratchLength(rows, sequences));
    }

    internal Layer Layer { get; }

    internal int Rows { get; }

    internal int Sequences { get; }

    internal bool[] Starts { get; }

    internal bool InputIsRectified { get; init; }

    internal GuardedBlock<T> Parameters { get; }

    internal GuardedBlock<T> Input { get; }

    internal GuardedBlock<T> Joined { get; }

    internal GuardedBlock<T> JoinedGradient { get; }

    internal GuardedBlock<T> Output { get; }

    internal GuardedBlock<T> OutputGradient { get; }

    internal GuardedBlock<T> ParameterGradient { get; }

    internal GuardedBlock<T> InputGradient { get; }

    internal GuardedBlock<T> State { get; }

    internal GuardedBlock<T> Record { get; }

    internal GuardedBlock<T> Scratch { get; }

    /// <summary>All guarded blocks.</summary>
    private GuardedBlock<T>[] Blocks =>
        [
            Parameters, Input, Joined, Output, OutputGradient, ParameterGradient, InputGradient, JoinedGradient, State, Record, Scratch,
        ];

    internal string Name => $"{Layer.Kind} {Layer.Input} → {Layer.Output}, {Rows} rows of {Sequences}";

    /// <summary>The part of a block in the layout of the parameters that belongs to one parameter.</summary>
    internal Span<T> ParameterSlice(GuardedBlock<T> block, int parameter) =>
        block.Span.Slice(Layer.ParameterOffset(parameter), Layer.Parameters[parameter].Length);

    /// <summary>Runs both passes over a vector, and asserts that they wrote to the correct positions and nowhere else.</summary>
    internal LayerRun<T> Run<TVector>()
        where TVector : unmanaged, IVector<TVector, T>
    {
        Forward<TVector>();
        Backward<TVector>();
        foreach (GuardedBlock<T> block in Blocks)
            block.AssertGuardsUntouched($"{Name}, {TVector.Kind}");
        AssertPaddingUntouched();
        return this;
    }

    internal void Forward<TVector>()
        where TVector : unmanaged, IVector<TVector, T> => Layer.Forward<TVector, T>(
        new ForwardPass<T>
        {
            Rows = Rows,
            Sequences = Sequences,
            Starts = Starts,
            Parameters = Parameters.Span,
            Input = Input.Span,
            Joined = Joined.Span,
            Output = Output.Span,
            State = State.Span,
            Record = Record.Span,
            Scratch = Scratch.Span,
        });

    internal void Backward<TVector>(bool withInputGradient = true, bool withParameterGradient = true)
        where TVector : unmanaged, IVector<TVector, T> => Layer.Backward<TVector, T>(new BackwardPass<T>
        {
            Rows = Rows,
            Sequences = Sequences,
            Starts = Starts,
            Parameters = Parameters.Span,
            Input = Input.Span,
            InputIsRectified = InputIsRectified,
            Output = Output.Span,
            OutputGradient = OutputGradient.Span,
            ParameterGradient = withParameterGradient ? ParameterGradient.Span : default,
            InputGradient = withInputGradient ? InputGradient.Span : default,
            JoinedGradient = JoinedGradient.Span,
            State = State.Span,
            Record = Record.Span,
            Scratch = Scratch.Span,
        });

    private void AssertPaddingUntouched()
    {
        T mark = T.CreateChecked(PaddingMark);
        for (int i = 0; i < Layer.Parameters.Length; i++)
        {
            int end = Layer.ParameterOffset(i) + Layer.Parameters[i].Length;
            int next = i + 1 < Layer.Parameters.Length ? Layer.ParameterOffset(i + 1) : Layer.ParameterBlockLength;
            if (ParameterGradient.Span[end..next].ContainsAnyExcept(mark))
                Assert.Fail($"{Name}: the padding after the gradient of {Layer.Parameters[i].Name} was written.");
        }
    }
}

/// <summary>Runs both passes of a layer over a vector chosen at run time.</summary>
internal sealed record RunLayer(LayerRun<float> Run) : IVectorOperation<LayerRun<float>>
{
    public LayerRun<float> Invoke<TVector>()
        where TVector : unmanaged, IVector<TVector, float> => Run.Run<TVector>();
}
