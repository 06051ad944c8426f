using AsyncRL.Environments.Racer;

namespace AsyncRL.Environments.Tests.Racer;

public class RacerActionTests
{
    [Fact]
    public void Every_action_has_a_name_that_says_what_its_controls_do()
    {
        Assert.Equal(Enum.GetValues<RacerAction>().Length, Controls.Names.Length);
        Assert.Equal(Controls.Names, RacerTask.Begin(new(), 1, out _).Actions.Names);
        for (int action = 0; action < Controls.Names.Length; action++)
        {
            string name = Controls.Names[action];
            (int steering, Pedal pedal) = Controls.Of((RacerAction)action);
            Assert.Equal(name.EndsWith("left", StringComparison.Ordinal), steering == 1);
            Assert.Equal(name.EndsWith("right", StringComparison.Ordinal), steering == -1);
            Assert.Equal(name.StartsWith("accelerate", StringComparison.Ordinal), pedal == Pedal.Throttle);
            Assert.Equal(name == "brake", pedal == Pedal.Brake);
        }
    }
}
