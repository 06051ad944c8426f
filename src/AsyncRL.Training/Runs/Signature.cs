using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AsyncRL.Numerics.Lanes;

namespace AsyncRL.Training.Runs;

/// <summary>
/// A hash of what a fixed small training leaves in θ: one thread, one seed, one number at a time. A change of the code that changes it changed
/// the numbers, and its commit says why; a change that should not and does is found at once.
/// </summary>
public static class Signature
{
    /// <summary>"fused" or "unfused": machines that fuse multiply-add round once where others round twice, so each kind has a hash of its own.</summary>
    public static string Kind => LaneChoice.IsFused ? "fused" : "unfused";

    /// <summary>Trains and hashes.</summary>
    /// <returns>The first 16 hexadecimal digits of the SHA-256 of θ, little-endian.</returns>
    public static string Compute()
    {
        TrainingConfiguration configuration = TrainingConfiguration.Resolve(new TrainingRequest
        {
            Environment = "catch",
            Algorithm = "a3c",
            Network = "catch",
            Threads = 1,
            AgentSteps = 5000,
            Seed = 1,
            Discipline = "hogwild",
            Assignments = new Dictionary<string, string>
            {
                ["rows"] = "12",
                ["columns"] = "12",
                ["lane"] = "scalar",
                ["evaluation-episodes"] = "0",
                ["learning-rate"] = "0.01",
            },
        });
        float[] theta = Trainer.Train(configuration).Theta;
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(theta)))[..16];
    }
}
