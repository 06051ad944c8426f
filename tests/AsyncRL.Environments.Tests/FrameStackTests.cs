using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Tests;

/// <summary>The stack of frames, compared with a list of frames that is assembled pixel by pixel.</summary>
public class FrameStackTests
{
    private const int EpisodeLength = 9;

    /// <summary>Height, width, channels, depth: the paper's, sizes with a remainder after whole vectors, colors, no stack.</summary>
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 84, 84, 1, 4 },
        { 5, 7, 1, 4 },
        { 1, 1, 1, 4 },
        { 9, 11, 1, 2 },
        { 6, 5, 3, 4 },
        { 6, 5, 2, 2 },
        { 4, 4, 4, 1 },
        { 3, 3, 1, 1 },
        { 3, 4, 1, 7 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_shows_the_last_frames_oldest_first_and_zeros_before_the_first(int height, int width, int channels, int depth)
    {
        var specification = ObservationSpecification.Pixels(height, width, channels);
        var stack = new FrameStack(new NoisyFrames(specification, seed: 1, EpisodeLength), depth);
        Assert.Equal(channels, stack.Observation.FrameChannels);
        var single = new NoisyFrames(specification, seed: 1, EpisodeLength);
        var observation = new Observation(stack.Observation);
        var frame = new Observation(specification);
        for (int episode = 0; episode < 3; episode++)
        {
            List<byte[]> frames = [];
            for (int before = 0; before < depth; before++) frames.Add(new byte[specification.Size]);
            stack.Reset(observation);
            single.Reset(frame);
            for (int step = 0; step < EpisodeLength; step++)
            {
                frames.Add(frame.Pixels.ToArray());
                Assert.Equal(Interleave(frames[^depth..], channels), observation.Pixels.ToArray());
                observation.Pixels.Fill(77);
                Assert.Equal(single.Step(step % 5, frame), stack.Step(step % 5, observation));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Its_frames_are_saved_and_restored(int height, int width, int channels, int depth)
    {
        var specification = ObservationSpecification.Pixels(height, width, channels);
        var original = new FrameStack(new NoisyFrames(specification, seed: 1, EpisodeLength), depth);
        new RandomPlayer(original, seed: 2).Record(5);
        var restored = new FrameStack(new NoisyFrames(specification, seed: 3, EpisodeLength), depth);
        StateBytes.Restore(restored, StateBytes.Of(original));

        List<StepRecord> expected = new RandomPlayer(original, seed: 5).TakeOver().Record(30);
        Assert.Equal(expected, new RandomPlayer(restored, seed: 5).TakeOver().Record(30));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_allocates_nothing(int height, int width, int channels, int depth)
    {
        var inner = new NoisyFrames(ObservationSpecification.Pixels(height, width, channels), seed: 1, EpisodeLength);
        var player = new RandomPlayer(new FrameStack(inner, depth), seed: 2);
        for (int move = 0; move < 50; move++) player.Move();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int move = 0; move < 50; move++) player.Move();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void It_takes_actions_and_counts_frames_like_the_environment_inside()
    {
        var inner = new NoisyFrames(ObservationSpecification.Pixels(6, 5, 3), seed: 1, EpisodeLength);
        var stack = new FrameStack(inner, 4);

        Assert.Equal(ObservationSpecification.Pixels(6, 5, 12), stack.Observation);
        Assert.Equal(inner.Actions, stack.Actions);
        Assert.Equal(3, stack.FramesPerAgentStep);
        Assert.Same(inner, stack.Inner);
    }

    [Fact]
    public void Vectors_and_a_depth_below_1_are_refused()
    {
        var vector = new NoisyFrames(ObservationSpecification.Vector(4), seed: 1, EpisodeLength);
        Assert.Throws<ArgumentException>(() => new FrameStack(vector, 4));
        var image = new NoisyFrames(ObservationSpecification.Pixels(4, 4, 1), seed: 1, EpisodeLength);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameStack(image, 0));
    }

    private static byte[] Interleave(List<byte[]> frames, int channels)
    {
        List<byte> bytes = [];
        for (int pixel = 0; pixel < frames[0].Length / channels; pixel++)
        {
            foreach (byte[] frame in frames)
            {
                for (int channel = 0; channel < channels; channel++) bytes.Add(frame[pixel * channels + channel]);
            }
        }

        return [.. bytes];
    }
}
