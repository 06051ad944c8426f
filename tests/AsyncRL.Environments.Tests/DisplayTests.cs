using System.Linq;
using AsyncRL.Core.Randomness;
using AsyncRL.Environments.Arcade;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.Labyrinth;
using AsyncRL.Environments.Normalization;
using AsyncRL.Environments.Preprocessing;
using AsyncRL.Environments.Tests.Arcade;
using AsyncRL.Environments.Tests.Contract;

namespace AsyncRL.Environments.Tests;

/// <summary>The screens for people.</summary>
public class DisplayTests
{
    private const int Moves = 300;

    public static TheoryData<string> Games => ArcadeCases.Names();

    public static TheoryData<string> Screens => [.. ArcadeCases.Names(), "labyrinth", "racer", .. DrawnTasks];

    /// <summary>Tasks whose observations are numbers.</summary>
    public static TheoryData<string> DrawnTasks =>
        ["cartpole", "acrobot", "mountain-car", "mountain-car-continuous", "pendulum", "t-maze", "abc"];

    [Theory]
    [MemberData(nameof(DrawnTasks))]
    public void Each_number_of_an_observation_has_a_name_of_its_own(string name)
    {
        string[] options = name == "abc" ? ["", "observable=partial"] : [""];
        foreach (string option in options)
        {
            ObservationSpecification observation = ContractCase.Create(name, option, seed: 1).Observation;
            Assert.Equal(observation.Size, observation.Names?.Distinct().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void The_screen_is_the_colored_game_whatever_the_agent_sees(string name)
    {
        ArcadeGame gray = ArcadeCases.Create(name, seed: 1), colored = ArcadeCases.Create(name, seed: 1, isColored: true);
        RandomPlayer first = new(gray, seed: 2), second = new(colored, seed: 2);
        var screen = new Observation(gray.Image);
        for (int frame = 0; frame < 4 * Moves; frame++)
        {
            first.Move();
            second.Move();
            foreach (ArcadeGame game in (ArcadeGame[])[gray, colored])
            {
                screen.Pixels.Fill(0x55);
                game.DrawImage(screen);
                Assert.True(screen.Pixels.SequenceEqual(second.Observation.Pixels), $"The screen differs in frame {frame}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void Through_the_preprocessing_the_last_frame_of_an_agent_step_is_on_the_screen(string name)
    {
        IEnvironment wrapped = ContractCase.Create(name, "no-op-starts=0", seed: 1);
        ArcadeGame game = ArcadeCases.Create(name, seed: 1, isColored: true);
        Observation seen = new(wrapped.Observation), screen = new(wrapped.Display!.Image), frame = new(game.Observation);
        var generator = new RandomGenerator(2);
        wrapped.Reset(seen);
        game.Reset(frame);
        bool isOver = false;
        for (int move = 0; move < Moves && !isOver; move++)
        {
            int action = generator.NextInteger(game.Actions.Count);
            StepOutcome outcome = wrapped.Step(action, seen);
            for (int i = 0; i < 4 && !isOver; i++) isOver = game.Step(action, frame).IsEnd;
            Assert.Equal(isOver, outcome.IsEnd);
            wrapped.Display.DrawImage(screen);
            Assert.True(screen.Pixels.SequenceEqual(frame.Pixels), $"The screen differs after {move} agent steps.");
        }
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public void Looking_changes_nothing_and_allocates_nothing(string name)
    {
        IEnvironment environment = ContractCase.Create(name, "", seed: 1);
        var player = new RandomPlayer(environment, seed: 2);
        for (int move = 0; move < Moves; move++) player.Move();
        byte[] state = StateBytes.Of(environment), seen = player.Observation.Pixels.ToArray();
        var screen = new Observation(environment.Display!.Image);
        environment.Display.DrawImage(screen);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int look = 0; look < Moves; look++) environment.Display.DrawImage(screen);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(state, StateBytes.Of(environment));
        Assert.Equal(seen, player.Observation.Pixels.ToArray());
    }

    /// <summary>In a stack of color frames the newest cannot be recognized, so people are shown a separate picture.</summary>
    [Fact]
    public void A_stacked_race_is_shown_as_it_is_drawn()
    {
        IEnvironment single = ContractCase.Create("racer", "opponents=8", seed: 1);
        IEnvironment stacked = ContractCase.Create("racer", "opponents=8 stack=4", seed: 1);
        RandomPlayer first = new(single, seed: 2), second = new(stacked, seed: 2);
        var screen = new Observation(stacked.Display!.Image);
        for (int move = 0; move < Moves; move++)
        {
            first.Move();
            second.Move();
            byte[] state = StateBytes.Of(stacked);
            stacked.Display.DrawImage(screen);
            Assert.True(screen.Pixels.SequenceEqual(first.Observation.Pixels), $"The screen differs after {move} moves.");
            Assert.Equal(state, StateBytes.Of(stacked));
        }
    }

    [Fact]
    public void An_image_of_another_shape_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => ArcadeCases.Create("pong", seed: 1).DrawImage(new Observation(ObservationSpecification.Pixels(160, 210, 3))));

    [Fact]
    public void Where_people_see_what_agents_see_there_is_no_screen() =>
        Assert.Null(ContractCase.Create("null", "", seed: 1).Display);

    /// <summary>A task whose observations are numbers would otherwise be shown as bars.</summary>
    [Fact]
    public void Every_task_whose_observations_are_numbers_has_a_picture()
    {
        foreach (EnvironmentDescription description in EnvironmentCatalogue.All)
        {
            using IEnvironment environment = description.Create(description.DefaultOptions, new RandomGenerator(1));
            Assert.True(
                environment.Observation.Kind == ObservationKind.Pixels || environment.Display is not null,
                $"{description.Name} has no picture.");
        }
    }

    [Theory]
    [MemberData(nameof(DrawnTasks))]
    public void A_drawing_refuses_an_image_of_another_shape_and_has_the_same_bytes_each_time(string name)
    {
        IEnvironment environment = ContractCase.Create(name, "", seed: 1);
        var player = new RandomPlayer(environment, seed: 2);
        for (int move = 0; move < 30; move++) player.Move();
        ObservationSpecification size = environment.Display!.Image;
        Observation first = new(size), second = new(size);
        second.Pixels.Fill(0x55);
        environment.Display.DrawImage(first);
        environment.Display.DrawImage(second);
        Assert.True(first.Pixels.SequenceEqual(second.Pixels));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => environment.Display.DrawImage(new Observation(ObservationSpecification.Pixels(size.Width + 1, size.Height, 3))));
    }

    [Fact]
    public void The_labyrinth_is_shown_with_its_map_beside_it()
    {
        var environment = (LabyrinthEnvironment)ContractCase.Create("labyrinth", "", seed: 1);
        var player = new RandomPlayer(environment, seed: 2);
        const int side = 168;
        var screen = new Observation(environment.Display!.Image);
        byte[] map = new byte[side * side * 3];
        for (int move = 0; move < 20; move++)
        {
            player.Move();
            byte[] state = StateBytes.Of(environment);
            screen.Pixels.Fill(0x55);
            environment.Display.DrawImage(screen);
            environment.DrawMap(map, side, side);
            Assert.Equal(state, StateBytes.Of(environment));
            for (int row = 0; row < side; row++)
            {
                Span<byte> line = screen.Pixels.Slice(row * 2 * side * 3, 2 * side * 3);
                Assert.True(line[(side * 3)..].SequenceEqual(map.AsSpan(row * side * 3, side * 3)), $"Row {row} of the map differs.");
                for (int column = 0; column < side; column++)
                {
                    int seen = ((row / 2 * 84) + (column / 2)) * 3;
                    Assert.True(line.Slice(column * 3, 3).SequenceEqual(player.Observation.Pixels.Slice(seen, 3)));
                }
            }
        }
    }

    /// <summary>A wrapper that does not forward the screen would hide it from people. New wrappers are found by type.</summary>
    [Fact]
    public void Every_wrapper_lets_the_screen_through()
    {
        var generator = new RandomGenerator(1);
        ArcadeGame game = ArcadeCases.Create("pong", seed: 1);
        IEnvironment vectors = new NoisyVectors(seed: 1, episodeLength: 10) { Display = game };
        IEnvironment[] wrappers =
        [
            new TimeLimit(game, 9), new FrameStack(game, 2), new ActionRepeat(game, 2), new Luminance(game), new Resize(game, 84, 84),
            new IncrementalResize(new ActionRepeat(game, 2), 84, 84),
            new StickyActions(game, 0.5, generator), new NoOpStarts(game, 3, generator), new EpisodicLife(game),
            new NormalizedObservations(vectors, new SharedMoments(writers: 1, size: 2), 0, learns: false),
            new NormalizedRewards(vectors, new SharedMoments(writers: 1, size: 1), 0, 0.9, learns: false),
            new CheckedEnvironment("pong", game),
        ];
        Assert.All(wrappers, wrapper => Assert.Same(game, wrapper.Display));
        HashSet<Type> tested = [];
        foreach (IEnvironment wrapper in wrappers) tested.Add(wrapper.GetType());
        foreach (Type type in typeof(IEnvironment).Assembly.GetTypes())
        {
            bool isWrapper = !type.IsAbstract && type.IsAssignableTo(typeof(Wrapper));
            Assert.True(!isWrapper || tested.Contains(type), $"{type.Name} is a wrapper that is not tested here.");
        }
    }
}
