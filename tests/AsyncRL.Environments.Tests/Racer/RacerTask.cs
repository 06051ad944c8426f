using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Racer;

namespace AsyncRL.Environments.Tests.Racer;

/// <summary>Makes and drives races for the tests.</summary>
internal static class RacerTask
{
    /// <summary>A race that has begun.</summary>
    internal static RacerEnvironment Begin(RacerOptions options, ulong seed, out Observation observation)
    {
        var environment = new RacerEnvironment(options, new RandomGenerator(seed));
        observation = new Observation(environment.Observation);
        environment.Reset(observation);
        return environment;
    }

    /// <summary>The rules of a race that has begun, without pictures.</summary>
    internal static RacerGame Game(RacerOptions options, ulong seed = 1) => Begin(options, seed, out _).Game;

    /// <summary>The return of an episode.</summary>
    internal static double Play(RacerEnvironment environment, Observation observation, Func<int> choose)
    {
        double total = 0;
        StepOutcome outcome = default;
        while (!outcome.IsEnd) total += (outcome = environment.Step(choose(), observation)).Reward;
        return total;
    }

    /// <summary>The index of the point where the tightest curve begins.</summary>
    internal static int TightestPoint(Track track)
    {
        int tightest = 0;
        for (int i = 0; i < track.Points.Length; i++)
        {
            if (Math.Abs(track.Points[i].Curvature) > Math.Abs(track.Points[tightest].Curvature)) tightest = i;
        }

        while (track.Points[(tightest + track.Points.Length - 1) % track.Points.Length].Curvature == track.Points[tightest].Curvature)
            tightest = (tightest + track.Points.Length - 1) % track.Points.Length;
        return tightest;
    }

    /// <summary>The middle of the longest straight piece, and its length, in meters.</summary>
    internal static (double Middle, double Length) LongestStraight(Track track)
    {
        int count = track.Points.Length, run = 0, longest = 0, end = 0;
        for (int i = 0; i < 2 * count; i++)
        {
            run = track.Points[i % count].Curvature == 0 ? run + 1 : 0;
            if (run > longest) (longest, end) = (run, i);
        }

        return (track.Wrap((end - (longest / 2)) * track.Step), longest * track.Step);
    }
}
