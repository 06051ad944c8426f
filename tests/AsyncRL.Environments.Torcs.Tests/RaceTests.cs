using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Checking;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Torcs.Tests;

/// <summary>Races: what sensors show, what is rewarded, when an episode ends, and that the same seed gives the same race.</summary>
public sealed class RaceTests
{
    [TorcsTheory]
    [InlineData("seconds=4")]
    [InlineData("opponents=2", "seconds=4", "car=fast", "actions=continuous", "action-repeat=7")]
    public void Every_promise_is_kept(params string[] assignments) =>
        Assert.DoesNotContain(
            EnvironmentChecker.Check(generator => Bench.Make("", generator, assignments)), finding => finding.IsFault);

    /// <summary>A driver that keeps to the middle laps the track; the reward is the way along it.</summary>
    [TorcsTheory]
    [InlineData("g-track-1", 2057.6, "car=slow")]
    [InlineData("michigan", 2311.8, "car=fast", "opponents=2")]
    public void A_careful_driver_laps_the_track(string track, double length, params string[] assignments)
    {
        using IEnvironment environment = Bench.Make(
            track, [.. assignments, "actions=continuous", "laps=2", "seconds=300", "action-repeat=5"]);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        double way = 0, seconds = 0;
        double begin = length - Bench.FactsOf(environment)[0];
        StepOutcome outcome;
        do
        {
            outcome = environment.Step(AgentAction.FromValues(Bench.Careful(observation.Values)), observation);
            (way, seconds) = (way + outcome.Reward, seconds + 0.1);
        }
        while (!outcome.IsEnd);

        double[] facts = Bench.FactsOf(environment);
        Assert.Equal((false, true, 2), (outcome.Terminated, outcome.Truncated, facts[3]));
        Assert.InRange(way, begin + (2 * length) - 30, begin + (2 * length) + 30);
        Assert.InRange(facts[4], 20, 0.55 * seconds);
        Assert.InRange(facts[0], 0, 20);
        Assert.Equal(0, facts[5]);
    }

    /// <summary>On a straight, the distances to the edges are those of a corridor.</summary>
    [TorcsFact]
    public void The_sensors_see_the_edges_of_the_track()
    {
        using IEnvironment environment = Bench.Make("g-track-1", "actions=continuous", "start-delay=0", "action-repeat=5");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        do environment.Step(AgentAction.FromValues(Bench.Careful(observation.Values)), observation);
        while (Bench.FactsOf(environment)[0] is < 80 or > 120);
        ReadOnlySpan<float> seen = observation.Values;
        const double width = 15;
        double place = seen[4] * width / 2;
        int[] directions = [90, 75, 60, 45, 30, 20, 15, 10, 5, 0, -5, -10, -15, -20, -30, -45, -60, -75, -90];
        Assert.InRange(seen[3], -0.01f, 0.01f);
        for (int i = 0; i < directions.Length; i++)
        {
            double side = directions[i] > 0 ? (width / 2) - place : (width / 2) + place;
            double expected = Math.Min(2, side / Math.Abs(Math.Sin(directions[i] * Math.PI / 180)) / 100);
            Assert.InRange(seen[7 + i], 0.95 * expected, 1.05 * expected);
        }

        Assert.Equal(50 * seen[0], Bench.FactsOf(environment)[2], 0.01);
        Assert.InRange(seen[5], 0.4f, 1.1f);
        Assert.InRange(7 * seen[6], 2, 4);
    }

    /// <summary>The turns ahead at a place are the turns of the car on the axis between that place and the others.</summary>
    [TorcsFact]
    public void The_sensors_see_how_the_track_turns()
    {
        using IEnvironment environment = Bench.Make("g-track-1", "actions=continuous", "start-delay=0", "action-repeat=5");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        int[] lengths = [15, 30, 50, 75, 100, 150];
        var seen = new List<(double Place, float[] Turns)>();
        double place = 0;
        for (int i = 0; i < 500; i++)
        {
            place += environment.Step(AgentAction.FromValues(Bench.Careful(observation.Values)), observation).Reward;
            seen.Add((place, observation.Values.Slice(26, lengths.Length).ToArray()));
        }

        // The turn from here to 150 m is that from here to 50 m and that of the 100 m behind it.
        foreach ((double here, float[] turns) in seen.Where(one => one.Place < place - 60))
        {
            float[] there = seen.Find(one => one.Place >= here + 50).Turns;
            Assert.Equal(turns[5], turns[2] + there[4], 0.1);
        }

        Assert.True(seen.Exists(one => one.Turns[2] > 0.8f));
        Assert.True(seen.Exists(one => one.Turns[2] < -0.5f));
    }

    [TorcsFact]
    public void The_sensors_see_opponents_where_they_are()
    {
        using IEnvironment environment = Bench.Make("", "opponents=3", "start-delay=0");
        Assert.Equal(44, environment.Observation.Size);
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        ReadOnlySpan<float> sectors = observation.Values[32..];

        // The grid has two columns: the car in front of the agent's is 20 m ahead, and one of the other column 10 m ahead to the left.
        Assert.InRange(sectors[6], 0.18f, 0.22f);
        Assert.InRange(sectors[7], 0.09f, 0.13f);
        for (int i = 0; i < sectors.Length; i++)
        {
            if (i is not 6 and not 7) Assert.Equal(1, sectors[i]);
        }
    }

    [TorcsTheory]
    [InlineData("accelerate-left", true, 10, 60)]
    [InlineData("brake-straight", true, 50, 51)]
    [InlineData("accelerate-straight", false, 30, 30, "seconds=3")]
    [InlineData("coast-straight", true, 10, 10, "stuck-seconds=1")]
    public void An_episode_ends(string action, bool terminated, int least, int most, params string[] assignments)
    {
        using IEnvironment environment = Bench.Make("", [.. assignments, "action-repeat=5"]);
        for (int i = 0; i < 2; i++)
        {
            (StepOutcome end, int steps) = Bench.Hold(environment, action);
            Assert.Equal((terminated, !terminated), (end.Terminated, end.Truncated));
            Assert.InRange(steps, least, most);
            Assert.True(environment.IsOver);
        }
    }

    /// <summary>A car that hits a wall: the damage ends the episode where no other rule does.</summary>
    [TorcsFact]
    public void Damage_ends_an_episode()
    {
        string[] common = ["off-track-ends=false", "action-repeat=5", "start-delay=0"];
        using IEnvironment fragile = Bench.Make("", [.. common, "damage-limit=1"]);
        (StepOutcome end, int steps) = Bench.Hold(fragile, "accelerate-left");
        Assert.True(end.Terminated);
        Assert.InRange(Bench.FactsOf(fragile)[5], 1, 10_000);
        using IEnvironment robust = Bench.Make("", [.. common, "damage-limit=1000000"]);
        Assert.Equal((default, steps), Bench.Hold(robust, "accelerate-left", mostSteps: steps));
        Assert.Equal(Bench.FactsOf(fragile)[5], Bench.FactsOf(robust)[5]);
    }

    /// <summary>TORCS would remove the car after 290 s in the same lap.</summary>
    [TorcsFact]
    public void A_slow_car_stays_in_the_race()
    {
        using IEnvironment environment = Bench.Make(
            "", "actions=continuous", "seconds=400", "stuck-seconds=1800", "start-delay=0", "action-repeat=5");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        double way = 0;
        for (int i = 0; i < 3000; i++)
        {
            float steering = Bench.Careful(observation.Values)[0], pedals = observation.Values[0] < 0.1f ? 0.3f : 0;
            StepOutcome outcome = environment.Step(AgentAction.FromValues([steering, pedals]), observation);
            Assert.False(outcome.IsEnd);
            way += outcome.Reward;
        }

        Assert.InRange(way, 1000, 2000);
        Assert.Equal(0, Bench.FactsOf(environment)[3]);
    }

    /// <summary>The touring car is damaged a little when it is set on the steep start of this oval.</summary>
    [TorcsFact]
    public void A_car_may_be_damaged_at_its_start()
    {
        using IEnvironment environment = Bench.Make("b-speedway", "actions=continuous", "start-delay=0", "action-repeat=2");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        double way = 0;
        while (way < 1000)
        {
            StepOutcome outcome = environment.Step(AgentAction.FromValues(Bench.Careful(observation.Values)), observation);
            way += outcome.Reward;
            Assert.False(outcome.IsEnd);
            Assert.InRange(observation.Values[7] + observation.Values[25], 0.1f, 0.4f);
        }

        Assert.InRange(Bench.FactsOf(environment)[5], 1, 10);
    }

    [TorcsTheory]
    [InlineData("opponents=0")]
    [InlineData("opponents=4")]
    public void The_same_seed_gives_the_same_race_also_beside_other_threads(string assignment)
    {
        List<float> alone = Played(1, assignment);
        var together = new List<float>[3];
        var threads = new Thread[together.Length];
        for (int i = 0; i < threads.Length; i++)
        {
            int number = i;
            threads[i] = new Thread(() => together[number] = Played((ulong)Math.Max(1, number), assignment));
            threads[i].Start();
        }

        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(alone, together[0]);
        Assert.Equal(alone, together[1]);
        Assert.NotEqual(alone, together[2]);
    }

    /// <summary>Every episode is a copy of the same process, so that nothing of an episode is left in the next.</summary>
    [TorcsFact]
    public void Every_episode_begins_alike()
    {
        using IEnvironment environment = Bench.Make("", "start-delay=0", "opponents=1");
        List<float> first = Bench.Play(environment, 60, seed: 3);
        Bench.Hold(environment, "accelerate-left");
        Assert.Equal(first, Bench.Play(environment, 60, seed: 3));
    }

    [TorcsFact]
    public void The_picture_is_a_map_with_the_cars_and_allocates_nothing()
    {
        using IEnvironment environment = Bench.Make("", "opponents=1", "start-delay=0", "actions=continuous", "action-repeat=5");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        IDisplay display = environment.Display!;
        var image = new Observation(display.Image);
        display.DrawImage(image);
        byte[] before = image.Pixels.ToArray();
        Assert.Subset(Colors(before), new HashSet<(byte, byte, byte)> { (0, 114, 178), (230, 159, 0), (214, 218, 224) });
        for (int i = 0; i < 60; i++) environment.Step(AgentAction.FromValues(Bench.Careful(observation.Values)), observation);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        display.DrawImage(image);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.NotEqual(before, image.Pixels.ToArray());
        Assert.Equal(10, display.FrameRate);
    }

    /// <summary>The colors that many pixels have.</summary>
    private static HashSet<(byte, byte, byte)> Colors(byte[] pixels)
    {
        var counts = new Dictionary<(byte, byte, byte), int>();
        for (int i = 0; i < pixels.Length; i += 3)
        {
            (byte, byte, byte) color = (pixels[i], pixels[i + 1], pixels[i + 2]);
            counts[color] = counts.GetValueOrDefault(color) + 1;
        }

        return [.. counts.Where(pair => pair.Value >= 15).Select(pair => pair.Key)];
    }

    private static List<float> Played(ulong seed, string assignment)
    {
        using IEnvironment environment = Bench.Make("", new RandomGenerator(seed), assignment);
        return Bench.Play(environment, 120, seed: 2);
    }
}
