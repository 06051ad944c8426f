using AsyncRL.Environments;

namespace AsyncRL.Algorithms.Inspection;

/// <summary>
/// Finds an image that makes an output of a network large, by gradient ascent on the image (Erhan, Bengio, Courville and Vincent,
/// "Visualizing higher-layer features of a deep network", 2009; Simonyan, Vedaldi and Zisserman 2013).
/// </summary>
/// <remarks>
/// Each pass adds a step along the gradient, whose largest change of a pixel is 0.05, and takes back 2 % of the distance from the start (an
/// L2 penalty). Pixels stay between 0 and 1. Images of at least 40 pixels are blurred slightly with every eighth pass, so that fine
/// patterns do not win. The image with the largest output is the result.
/// </remarks>
/// <param name="shape">The observations: pixels.</param>
public sealed class InputAscent(ObservationSpecification shape)
{
    /// <summary>Number of passes.</summary>
    public const int Passes = 200;

    private const float LargestStep = 0.05f, Decay = 0.02f;
    private const int PassesPerBlur = 8, SmallestBlurred = 40;
    private const double BlurDeviation = 0.6;

    private readonly GaussianBlur? _blur =
        Math.Min(shape.Height, shape.Width) >= SmallestBlurred ? new GaussianBlur(shape, BlurDeviation) : null;

    /// <summary>Climbs from an image.</summary>
    /// <param name="start">[height, width, channels] from 0 to 1: the first image, towards which the penalty pulls.</param>
    /// <param name="objective">The output, with its gradient.</param>
    /// <param name="stop">Cancelled to end the work.</param>
    /// <returns>The best image, and the output for it.</returns>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public (float[] Input, float Output) Climb(ReadOnlySpan<float> start, InputObjective objective, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(objective);
        float[] input = start.ToArray(), best = start.ToArray(), gradient = new float[input.Length], blurred = new float[input.Length];
        float most = float.NegativeInfinity;
        for (int pass = 0; pass <= Passes; pass++)
        {
            stop.ThrowIfCancellationRequested();
            float output = objective(input, gradient);
            if (output > most) (most, best) = (output, [.. input]);
            Move(input, start, gradient);
            if (_blur is null || pass % PassesPerBlur != PassesPerBlur - 1) continue;
            _blur.Apply(input, blurred);
            blurred.CopyTo(input, 0);
        }

        return (best, most);
    }

    private static void Move(float[] input, ReadOnlySpan<float> start, float[] gradient)
    {
        float largest = 0;
        foreach (float slope in gradient) largest = Math.Max(largest, Math.Abs(slope));
        float scale = largest > 0 ? LargestStep / largest : 0;
        for (int i = 0; i < input.Length; i++)
            input[i] = Math.Clamp(input[i] + (scale * gradient[i]) - (Decay * (input[i] - start[i])), 0, 1);
    }
}

/// <summary>An output of a network as a function of its observation.</summary>
/// <param name="input">The observation as the network takes it.</param>
/// <param name="gradient">[input]: receives the derivative of the output with respect to the observation.</param>
/// <returns>The output.</returns>
public delegate float InputObjective(ReadOnlySpan<float> input, Span<float> gradient);
