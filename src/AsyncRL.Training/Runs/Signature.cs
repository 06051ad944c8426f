using System.Security.Cryptography;
using AsyncRL.Core.State;
using AsyncRL.Numerics.Vectors;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A hash of θ after a fixed small training with one thread, one seed and scalar arithmetic. It shows at once whether a change of the code
/// changes the computed numbers. A commit that changes the hash on purpose states the reason.
/// </summary>
public static class Signature
{
    /// <summary>
    /// "fused" or "unfused": machines that fuse multiply-add round once instead of twice, so that each kind has its own hash.
    /// </summary>
    public static string Kind => VectorChoice.IsFused ? "fused" : "unfused";

    /// <summary>The training. It sets every option that affects the numbers, so that presets and defaults may change.</summary>
    internal static TrainingRequest Request { get; } = new()
    {
        Environment = "catch",
        Algorithm = "a3c",
        Network = "catch",
        Threads = 1,
        AgentSteps = 5000,
        Seed = 1,
        Sharing = "hogwild",
        Assignments = new Dictionary<string, string>
        {
            ["rows"] = "12",
            ["columns"] = "12",
            ["paddle-width"] = "3",
            ["drift"] = "0",
            ["ball-speed"] = "1",
            ["balls"] = "1",
            ["visibility"] = "always",
            ["reward-delay"] = "0",
            ["rendering"] = "board",
            ["stack"] = "1",
            ["normalize-observations"] = "false",
            ["normalize-rewards"] = "false",
            ["t-max"] = "5",
            ["discount"] = "0.99",
            ["lambda"] = "1",
            ["critic-target"] = "lambda-return",
            ["psi"] = "gae",
            ["rho-bar"] = "1",
            ["c-bar"] = "1",
            ["entropy-weight"] = "0.01",
            ["entropy-weight-schedule"] = "constant",
            ["value-gradient-scale"] = "0.5",
            ["reward-clip"] = "0",
            ["hidden"] = "auto",
            ["cells"] = "auto",
            ["optimizer"] = "shared-rmsprop",
            ["learning-rate"] = "0.01",
            ["learning-rate-schedule"] = "linear",
            ["decay"] = "0.99",
            ["epsilon"] = "0.1",
            ["initial-mean-square"] = "0",
            ["adam-mean-decay"] = "0.9",
            ["adam-square-decay"] = "0.999",
            ["adam-epsilon"] = "1e-08",
            ["clip-norm"] = "40",
            ["initializer"] = "torch",
            ["vector-width"] = "scalar",
            ["update"] = "plain",
            ["reciprocal-root"] = "exact",
            ["delay"] = "constant",
            ["delay-agent-steps"] = "0",
            ["target-return"] = "auto",
            ["target-episodes"] = "100",
            ["training-seconds"] = "auto",
            ["evaluation-interval"] = "auto",
            ["evaluation-episodes"] = "0",
            ["evaluation-agent-steps"] = "100000",
        },
    };

    /// <summary>Runs the training and computes the hash.</summary>
    /// <returns>The first 16 hexadecimal digits of the SHA-256 of θ, little-endian.</returns>
    public static string Compute()
    {
        float[] theta = Trainer.Train(TrainingConfiguration.Resolve(Request)).Theta;
        return ThetaHash.Of(theta)[..16];
    }
}

/// <summary>The SHA-256 of θ, by which two θ of any length are compared.</summary>
internal static class ThetaHash
{
    /// <summary>Computes the hash of the little-endian numbers.</summary>
    /// <param name="theta">θ.</param>
    /// <returns>64 hexadecimal digits.</returns>
    internal static string Of(ReadOnlySpan<float> theta)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var writer = new BinaryWriter(new CountingStream(Stream.Null, hash));
        writer.WriteNumbers(theta);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
