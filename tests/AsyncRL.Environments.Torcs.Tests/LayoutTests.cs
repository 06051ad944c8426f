using AsyncRL.Core.Options;
using AsyncRL.Environments.Torcs.Installation;
using AsyncRL.Environments.Torcs.Racing;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Torcs.Tests;

/// <summary>A TORCS with other places in memory, played by a robot that looks at other places.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TorcsTheory]
    [InlineData("CAR_NAME = 4", "CAR_NAME = 8", "the name of the car")]
    [InlineData("CAR_GEAR_RATIOS = 1380", "CAR_GEAR_RATIOS = 1384", "the gears")]
    [InlineData("CAR_ENGINE_LIMIT = 1356", "CAR_ENGINE_LIMIT = 1380", "the speed of the engine")]
    [InlineData("CAR_DRIVER = 140", "CAR_DRIVER = 136", "the kind of the driver")]
    [InlineData("CAR_TO_MIDDLE = 564", "CAR_TO_MIDDLE = 560", "the place of the car")]
    [InlineData("TRACK_LENGTH = 56", "TRACK_LENGTH = 60", "the length of the track")]
    [InlineData("SEGMENT_WIDTH = 28", "SEGMENT_WIDTH = 20", "the width of a segment")]
    [InlineData("SEGMENT_NEXT = 232", "SEGMENT_NEXT = 224", "a segment")]
    [InlineData("RACE_CAR_LIST = 56", "RACE_CAR_LIST = 64", "before the race began")]
    public void Other_places_are_refused_in_one_sentence(string known, string other, string what)
    {
        Assert.Contains(known, RobotLibrary.Source, StringComparison.Ordinal);
        string robot = _directory.At("robot.so");
        RobotLibrary.Run(RobotLibrary.FindCompiler()!, RobotLibrary.Source.Replace(known, other, StringComparison.Ordinal), robot);
        string message = Refusal(robot);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains("expected TORCS 1.3.7", message, StringComparison.Ordinal);
    }

    [TorcsFact]
    public void A_damaged_robot_is_refused_with_its_path()
    {
        string robot = _directory.At("robot.so");
        File.WriteAllText(robot, "no library");
        Assert.Contains($"if {robot} may be damaged, delete it", Refusal(robot), StringComparison.Ordinal);
    }

    [TorcsFact]
    public void Names_of_tracks_and_cars_have_no_case()
    {
        TorcsInstallation torcs = TorcsInstallation.Find();
        Assert.Equal("forza", torcs.FindTrack("Forza").Name);
        Assert.Equal("p406", torcs.FindCar("Slow"));
        Assert.Equal("car1-trb1", torcs.FindCar("CAR1-TRB1"));
        Assert.Equal("torcs:g-track-1", TorcsBridge.Describe("G-Track-1").Name);
    }

    private static string Refusal(string robot)
    {
        TorcsInstallation torcs = TorcsInstallation.Find();
        var race = new Race(torcs.FindTrack("g-track-1"), torcs.FindCar("slow"), 0);
        string message = Assert.Throws<InputException>(
            () => RaceProcess.Start("torcs:g-track-1", torcs, race, robot, TimeSpan.FromSeconds(20)).Dispose()).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
