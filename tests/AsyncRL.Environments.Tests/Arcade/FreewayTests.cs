using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade.Freeway;
using AsyncRL.Environments.Tests.Arcade.Players;

namespace AsyncRL.Environments.Tests.Arcade;

/// <summary>The rules of Freeway.</summary>
public class FreewayTests
{
    [Theory]
    [InlineData(136, 8160)]
    [InlineData(20, 1200)]
    public void A_game_lasts_as_long_as_it_is_told(int seconds, int frames) =>
        Assert.Equal((0, frames), ArcadeMatch.Play(Make(new FreewayOptions { Seconds = seconds }), _ => FreewayPlayers.Stay));

    [Fact]
    public void The_chicken_does_not_leave_the_near_pavement_backwards()
    {
        FreewayGame game = Begin();
        for (int frame = 0; frame < 20; frame++) game.StepWithoutRendering(FreewayPlayers.Down);
        Assert.Equal(FreewayGame.Start, game.ChickenPlace);
    }

    [Fact]
    public void A_crossing_pays_one_and_begins_again_on_the_near_pavement()
    {
        FreewayGame game = Begin();
        Func<FreewayGame, int> expert = FreewayPlayers.Expert();
        int crossings = 0;
        for (int frame = 0, action = 0; frame < 3000; frame++)
        {
            if (frame % ArcadeMatch.ActionRepeat == 0) action = expert(game);
            int before = game.ChickenPlace;
            float reward = game.StepWithoutRendering(action).Reward;
            bool hasCrossed = before > FreewayGame.Goal && game.ChickenPlace == FreewayGame.Start && before < FreewayGame.Start / 2;
            Assert.Equal(hasCrossed ? 1 : 0, reward);
            crossings += (int)reward;
        }

        Assert.True(crossings >= 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_car_throws_the_chicken_back_and_meanwhile_it_does_not_obey(int lanes)
    {
        FreewayGame game = Make(new FreewayOptions { ThrownBack = lanes });
        game.Reset(new Observation(game.Observation));
        int accidents = 0;
        for (int frame = 0; frame < 4000; frame++)
        {
            game.StepWithoutRendering(FreewayPlayers.Up);
            if (!game.IsThrown) continue;
            int place = game.ChickenPlace;
            Assert.True(game.IsHit(place, frames: 0));
            while (game.IsThrown) game.StepWithoutRendering(FreewayPlayers.Up);
            Assert.Equal(Math.Min(place + (lanes * FreewayGame.LaneHeight * 256), FreewayGame.Start), game.ChickenPlace);
            accidents++;
        }

        Assert.True(accidents > 5);
    }

    [Fact]
    public void Where_cars_will_be_is_where_they_come()
    {
        FreewayGame now = Begin(), later = Begin();
        int hits = 0;
        for (int frames = 1; frames <= 200; frames++)
        {
            later.StepWithoutRendering(FreewayPlayers.Stay);
            for (int chicken = FreewayGame.Goal; chicken <= FreewayGame.Start; chicken += 64)
            {
                Assert.Equal(later.IsHit(chicken, frames: 0), now.IsHit(chicken, frames));
                if (now.IsHit(chicken, frames)) hits++;
            }
        }

        Assert.True(hits > 0);
    }

    private static FreewayGame Make(FreewayOptions options) => new(options, new RandomGenerator(1));

    private static FreewayGame Begin()
    {
        FreewayGame game = Make(new FreewayOptions());
        game.Reset(new Observation(game.Observation));
        return game;
    }
}
