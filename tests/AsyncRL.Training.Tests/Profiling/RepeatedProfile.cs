using AsyncRL.Profiling;

namespace AsyncRL.Training.Tests.Profiling;

/// <summary>
/// Profiles with turns that are long enough on any machine. On a busy machine a thread may get no processor during a whole turn.
/// </summary>
internal static class RepeatedProfile
{
    private const int Doublings = 12;

    /// <summary>
    /// Profiles for 4 turns of 20 ms each, and repeats with doubled turns until the threads have done enough for the test.
    /// </summary>
    internal static ProfileResult Profile(ProfileRequest request, Func<ProfileResult, bool> isEnough)
    {
        for (int i = 0; ; i++)
        {
            double slice = 0.02 * (1 << i);
            ProfileResult result = Profiler.Profile(
                request with { SliceSeconds = slice, Seconds = 4 * slice * request.Setups.Length, WarmUpSeconds = 0.05 });
            if (isEnough(result)) return result;
            Assert.True(i < Doublings, "The threads have not done enough for the test.");
        }
    }

    /// <summary>Profiles until every thread has done many updates.</summary>
    internal static ProfileResult Profile(ProfileRequest request) => Profile(request, result =>
    {
        foreach (SetupProfile setup in result.Setups)
        {
            foreach (ThreadProfile thread in setup.Threads)
            {
                if (thread.Updates < 1500) return false;
            }
        }

        return true;
    });
}
