using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AsyncRL.Core.State;

namespace AsyncRL.Environments;

/// <summary>
/// Shows the last few frames of an environment as the channels of one image, the oldest first. Motion is then visible (Mnih et al., 2015,
/// "Methods"). At the start of an episode, frames of zeros fill the places of earlier frames.
/// </summary>
public sealed class FrameStack : Wrapper
{
    private readonly Observation _frame;
    private readonly byte[] _stack;
    private readonly int _channels;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">Shows images; the wrapper owns it from now on.</param>
    /// <param name="depth">Frames per observation, at least 1.</param>
    /// <exception cref="ArgumentException">The environment shows no images.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="depth"/> is below 1.</exception>
    public FrameStack(IEnvironment inner, int depth)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ObservationSpecification frame = Inner.Observation;
        if (frame.Kind != ObservationKind.Pixels) throw new ArgumentException($"Only images can be stacked: {frame}.", nameof(inner));
        _frame = new Observation(frame);
        _channels = frame.Channels;
        Observation = frame with { Channels = frame.Channels * depth, FrameChannels = frame.Channels };
        _stack = new byte[Observation.Size];
    }

    /// <inheritdoc/>
    public override ObservationSpecification Observation { get; }

    /// <inheritdoc/>
    public override void Reset(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        Inner.Reset(_frame);
        Array.Clear(_stack);
        Push(observation);
    }

    /// <inheritdoc/>
    public override StepOutcome Step(AgentAction action, Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        StepOutcome outcome = Inner.Step(action, _frame);
        Push(observation);
        return outcome;
    }

    /// <inheritdoc/>
    public override void Transfer(StateTransfer state)
    {
        state.Bytes(_stack, "stack of frames");
        Inner.Transfer(state);
    }

    private void Push(Observation observation)
    {
        if (_channels == 1 && Observation.Channels == sizeof(uint) && BitConverter.IsLittleEndian)
        {
            PushOntoWords(observation.Pixels);
            return;
        }

        PushOntoBytes();
        _stack.CopyTo(observation.Pixels);
    }

    /// <summary>Works for any depth and number of channels. All bytes move down by one frame's share of a pixel. The bytes that come from
    /// the next pixel land where the new frame is written.</summary>
    private void PushOntoBytes()
    {
        _stack.AsSpan(_channels).CopyTo(_stack);
        int newest = Observation.Channels - _channels;
        ReadOnlySpan<byte> frame = _frame.Pixels;
        for (int source = 0, target = newest; source < frame.Length; target += newest)
        {
            for (int channel = 0; channel < _channels; channel++) _stack[target++] = frame[source++];
        }
    }

    /// <summary>
    /// The usual case: four frames of one byte. A pixel is a word with the oldest frame lowest, and a push is a shift. The observation is
    /// written in the same pass.
    /// </summary>
    private void PushOntoWords(Span<byte> observation)
    {
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(_stack.AsSpan());
        Span<uint> seen = MemoryMarshal.Cast<byte, uint>(observation)[..words.Length];
        ReadOnlySpan<byte> frame = _frame.Pixels[..words.Length];
        ref byte source = ref MemoryMarshal.GetReference(frame);
        ref uint target = ref MemoryMarshal.GetReference(words), copy = ref MemoryMarshal.GetReference(seen);
        int pixel = 0;
        for (; pixel <= frame.Length - Vector<byte>.Count; pixel += Vector<byte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref source, (nuint)pixel), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
            Vector.Widen(high, out Vector<uint> third, out Vector<uint> fourth);
            nuint at = (nuint)pixel, step = (nuint)Vector<uint>.Count;
            PushOntoWords(ref target, ref copy, at, first);
            PushOntoWords(ref target, ref copy, at + step, second);
            PushOntoWords(ref target, ref copy, at + (2 * step), third);
            PushOntoWords(ref target, ref copy, at + (3 * step), fourth);
        }

        for (; pixel < frame.Length; pixel++) seen[pixel] = words[pixel] = (words[pixel] >> 8) | ((uint)frame[pixel] << 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PushOntoWords(ref uint words, ref uint copy, nuint at, Vector<uint> newest)
    {
        Vector<uint> pushed = Vector.ShiftRightLogical(Vector.LoadUnsafe(ref words, at), 8) | Vector.ShiftLeft(newest, 24);
        pushed.StoreUnsafe(ref words, at);
        pushed.StoreUnsafe(ref copy, at);
    }
}
