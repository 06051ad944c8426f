using AsyncRL.TestSources;

namespace AsyncRL.Cli.Tests;

/// <summary>Wrong input is reported in one sentence, before any work, with exit code 2.</summary>
public sealed class WrongInputTests
{
    [Theory]
    [InlineData("train catsh", "environment", "catsh", "catch")]
    [InlineData("train", "environment", "catch", "--resume")]
    [InlineData("train catch --algorithm a4c", "algorithm", "a4c", "a2c")]
    [InlineData("train catch --network mnist", "network", "mnist", "mnih2013")]
    [InlineData("train catch --sharing locks", "sharing", "locks", "hogwild")]
    [InlineData("train catch --threads 0", "--threads", "0", "at least 1")]
    [InlineData("train catch --threads two", "--threads", "two", "whole number")]
    [InlineData("train catch --threads 1.5", "--threads", "1.5", "whole number")]
    [InlineData("train catch --threads 99999999999", "--threads", "99999999999", "a whole number of at most 2147483647")]
    [InlineData("train catch --agent-steps 99999999999999999999", "--agent-steps", "at most 9223372036854775807")]
    [InlineData("train catch --threads", "--threads", "no value", "whole number")]
    [InlineData("train catch --threads 1 --threads 2", "--threads", "2 times", "once")]
    [InlineData("train catch --groups two", "The option groups is \"two\"; expected a whole number from 1 to 1024, or auto.")]
    [InlineData("train catch --groups 0", "groups", "0", "from 1 to 1024")]
    [InlineData("train catch --groups", "--groups", "no value", "auto, or a number of groups")]
    [InlineData("train catch --groups 2 --set groups=2", "groups", "set to", "expected one --set of it")]
    [InlineData("train catch --groups 2 --threads 3", "The option groups is 2, but the run has 3 threads", "that 2 divides")]
    [InlineData("train catch --groups 2 --threads 2 --algorithm a2c", "2 groups", "synchronous algorithm a2c", "expected 1 group")]
    [InlineData("train catch --groups 2 --threads 2 --algorithm dqn", "2 groups", "work together in one process", "expected 1 group")]
    [InlineData("train catch --groups 2 --execution simulated", "groups", "no threads", "simulated-ranks")]
    [InlineData("train catch --seeds 1..2 --side-by-side 2 --pin", "pin", "--side-by-side 2", "the same processors")]
    [InlineData("train catch --agent-steps -5", "--agent-steps", "-5", "at least 1")]
    [InlineData("train catch --agent-steps 0", "--agent-steps", "0", "at least 1")]
    [InlineData("train catch --seed -1", "--seed", "-1", "at least 0")]
    [InlineData("train catch --set learning-rate", "learning-rate", "no equals sign", "OPTION=VALUE")]
    [InlineData("train catch --set =3", "=3", "no option", "OPTION=VALUE")]
    [InlineData("train catch --set t-max=5 --set t-max=6", "t-max", "5", "6")]
    [InlineData("train catch --set t_max=5", "option", "t_max", "t-max")]
    [InlineData("train catch --set t-max=none", "t-max", "none", "whole number")]
    [InlineData("train catch --set discount=1.5", "discount", "1.5", "from 0 to 1")]
    [InlineData("train catch --set discount=NaN", "discount", "NaN", "from 0 to 1")]
    [InlineData("train catch --set gamma=0.9", "option \"gamma\" of catch with a3c; did you mean discount (")]
    [InlineData("train catch --set LR=0.1", "did you mean learning-rate (")]
    [InlineData("train catch --set n_steps=5", "did you mean t-max (")]
    [InlineData("train catch --set threads=3", "--set threads=3 is of an option of the command itself; expected --threads 3.")]
    [InlineData("train catch --set Seed=3", "expected --seed 3.")]
    [InlineData("train catch --set initializer=zeros", "initializer", "zeros", "torch")]
    [InlineData("train catch --set optimizer=centered-rmsprop", "optimizer", "centered-rmsprop", "without locks", "shared-rmsprop")]
    [InlineData("train catch --execution turns", "execution", "turns", "threads, simulated")]
    [InlineData("train catch --execution simulated --threads 2", "threads", "2", "simulated", "a number of actors")]
    [InlineData("train catch --execution simulated --actors 0", "--actors", "0", "at least 1")]
    [InlineData("train catch --actors 4", "actors", "4", "execution mode threads", "a number of threads")]
    [InlineData("train catch --execution threads --actors 4", "actors", "4", "execution mode threads", "a number of threads")]
    [InlineData(
        "train catch --set delay-agent-steps=5", "delay-agent-steps", "5", "execution mode threads", "the execution mode simulated")]
    [InlineData("train catch --execution simulated --set delay=normal", "delay", "normal", "constant, uniform, geometric")]
    [InlineData("train catch --learning-rate 0.1", "--learning-rate", "--set learning-rate=")]
    [InlineData("train catch --thread 2", "--thread ", "train", "did you mean --threads?")]
    [InlineData("train --thread 2", "--thread ", "train", "did you mean --threads?")]
    [InlineData("train catch --seconds 60", "--seconds", "catch with a3c", "labyrinth")]
    [InlineData("train freeway --seconds 60", "--seconds", "--set seconds=VALUE")]
    [InlineData("train freeway --Seconds=60", "--Seconds", "--set seconds=VALUE")]
    [InlineData("train catch --set seconds=60", "seconds", "belongs to freeway, labyrinth, racer", "catch with a3c")]
    [InlineData("train cach", "cach", "did you mean catch (asyncrl list shows all)?")]
    [InlineData("train catch --algorithm sac", "\"sac\" in this program", "a3c, a3c-continuous, acer, ape-x, ddpg, dqn, ga3c, impala")]
    [InlineData("train catch --algorithm TRPO", "\"TRPO\" in this program", "a3c, a3c-continuous, acer, ape-x, ddpg, dqn, ga3c, impala")]
    [InlineData("train catch --algorithm dqn --network catch-lstm", "catch-lstm has memory", "without memory, or the algorithm r2d2")]
    [InlineData(
        "train catch --algorithm dqn --set replay-size=1000", "replay-start", "2000", "replay-size 1000", "a smaller replay-start")]
    [InlineData("train pong --algorithm dqn --set replay-size=100000000", "GiB", "for the replay memory", "a smaller replay-size")]
    [InlineData(
        "train cartpole --algorithm unreal", "pixel-control", "0.05", "vector 4", "at least 16×16 pixels", "or pixel-control 0")]
    [InlineData("train catch --algorithm unreal --set reward-prediction=-1", "reward-prediction", "-1", "0 to 1000")]
    [InlineData("train catch --algorithm unreal --set feature-reward=both", "feature-reward", "both", "change, activation")]
    [InlineData("train pendulum --algorithm unreal", "unreal", "one of a number of choices", "a3c-continuous")]
    [InlineData("train cartpole --algorithm ddpg", "chooses a vector of real numbers", "is 2;", "a2c, a3c, acer")]
    [InlineData("train pendulum --algorithm ddpg --network mlp-lstm", "mlp-lstm has memory", "without memory")]
    [InlineData("train pendulum --algorithm ddpg --set double=true", "double", "belongs to ape-x, dqn", "pendulum with ddpg")]
    [InlineData("train pendulum --algorithm ddpg --set exploration-frames=9", "exploration-frames", "pendulum with ddpg")]
    [InlineData("train catch --algorithm q", "algorithm", "\"q\"", "n-step-q")]
    [InlineData("train catch --set optimizer=rmsprob", "did you mean rmsprop?")]
    [InlineData("train catch --sharing hogwld", "did you mean hogwild?")]
    [InlineData("train catch --execution simulate", "did you mean simulated?")]
    [InlineData("play catch", "name of an environment", "asyncrl train catch", "asyncrl play catch --human")]
    [InlineData("evaluate Catch", "name of an environment", "asyncrl train catch")]
    [InlineData("play runs/nothing", "There is no directory runs/nothing", "run.json")]
    [InlineData("train catch --whatever", "--whatever", "train", "--algorithm")]
    [InlineData("train catch pong", "pong", "one too many")]
    [InlineData("train catch --resume", "--resume", "no value")]
    [InlineData("trian catch", "command", "trian", "did you mean train?")]
    [InlineData("dance", "command", "dance", "train, compare, study, sweep, evaluate, play")]
    [InlineData("--dance", "--dance", "asyncrl", "--help")]
    [InlineData("evaluate", "DIR", "missing", "directory that train wrote")]
    [InlineData("evaluate nowhere --episodes 0", "--episodes", "0", "at least 1")]
    [InlineData("evaluate --greedily", "--greedily", "evaluate", "--greedy")]
    [InlineData("play nowhere --speed 0", "--speed", "0", "at least 0.1")]
    [InlineData("play nowhere --speed NaN", "--speed", "NaN", "at least 0.1")]
    [InlineData("play catsh --human", "environment", "catsh", "catch")]
    [InlineData("play catch --human --set rows=0", "rows", "0")]
    [InlineData("play catch --human --set discount=0.5", "option of catch", "discount", "rows")]
    [InlineData("play catch --human --greedy", "--greedy", "--human")]
    [InlineData("play catch --human --speed 0", "--speed", "0", "at least 0.1")]
    [InlineData("play nowhere --set rows=6", "--set", "without --human")]
    [InlineData("play catch --human", "terminal", "output")]
    [InlineData("record nowhere", "no output file", "--output FILE", ".png")]
    [InlineData("record nowhere --output picture.jpg", "picture.jpg", ".gif", ".png")]
    [InlineData("record nowhere --output picture", "picture", ".gif", ".png")]
    [InlineData("record nowhere --output", "--output", "no value")]
    [InlineData("record nowhere --output picture.gif", "nowhere", "run.json")]
    [InlineData("record nowhere --output picture.gif --episodes 0", "--episodes", "0", "at least 1")]
    [InlineData("record nowhere --output picture.gif --agent-steps 0", "--agent-steps", "0", "at least 1")]
    [InlineData("record nowhere --output picture.gif --scale 0", "--scale", "0", "at least 1")]
    [InlineData("record nowhere --output picture.gif --scale 65", "--scale", "65", "at most 64")]
    [InlineData("record nowhere --output picture.gif --speed 51", "--speed", "51", "at most 50")]
    [InlineData("record nowhere --output picture.gif --view eye", "--view", "eye", "screen or agent")]
    [InlineData("record nowhere --output picture.gif --view", "--view", "no value", "screen or agent")]
    [InlineData("picture nowhere", "KIND", "missing")]
    [InlineData("picture nowhere saliensy", "kind of picture", "saliensy", "did you mean saliency?")]
    [InlineData("picture nowhere x-ray", "kind of picture", "x-ray", "value-along-game", "all")]
    [InlineData("picture nowhere saliency", "nowhere", "run.json")]
    [InlineData("picture nowhere saliency --output picture.png", "picture.png", ".svg")]
    [InlineData("picture nowhere saliency --output nowhere/picture.svg", "no directory nowhere")]
    [InlineData("picture nowhere t-sne --states 49", "--states", "49", "at least 50")]
    [InlineData("picture nowhere t-sne --states 5001", "--states", "5001", "at most 5000")]
    [InlineData("picture catch saliency", "name of an environment", "asyncrl train catch")]
    [InlineData("play nowhere --view scren", "--view", "scren", "did you mean screen?")]
    [InlineData("gradcheck --network mnist", "network", "mnist", "mlp")]
    [InlineData("profile", "ENVIRONMENT", "missing", "null")]
    [InlineData("profile nul", "environment", "nul", "null")]
    [InlineData("profile null --algorithm a4c", "algorithm", "a4c", "a2c")]
    [InlineData("profile null --network mnist", "network", "mnist", "mnih2013")]
    [InlineData("profile null --sharing locks", "sharing", "locks", "hogwild")]
    [InlineData("profile null --seconds 0", "--seconds", "0", "at least 0.1")]
    [InlineData("profile null --seconds -1", "--seconds", "-1", "at least 0.1")]
    [InlineData("profile null --seconds NaN", "--seconds", "NaN", "at least 0.1")]
    [InlineData("profile null --seconds 1e9", "--seconds", "1000000000", "at most 86400")]
    [InlineData("profile null --threads 0", "--threads", "0", "from 1 to 1024")]
    [InlineData("profile null --threads 1,-2", "--threads", "1,-2", "from 1 to 1024")]
    [InlineData("profile null --threads 1,two", "--threads", "1,two", "whole numbers")]
    [InlineData("profile null --threads 1,2,1", "--threads", "1,2,1", "each once")]
    [InlineData("profile null --threads 1,,2", "--threads", "1,,2", "whole numbers")]
    [InlineData("profile null --threads 1025", "--threads", "1025", "from 1 to 1024")]
    [InlineData("profile null --threads 99999999999", "--threads", "99999999999", "whole numbers")]
    [InlineData("profile null --set t-max=none", "t-max", "none", "whole number")]
    [InlineData("profile null --t-max 20", "--t-max", "--set t-max=")]
    [InlineData("profile null --picture", "--picture", "no value", "SVG")]
    [InlineData("list --jason", "--jason", "list", "did you mean --json?")]
    [InlineData("signature please", "please", "one too many")]
    public void Is_refused_with_one_sentence(string line, params string[] parts) => CommandLine.Run(line.Split(' ')).AssertRefused(parts);

    [Fact]
    public void What_is_typed_cannot_move_the_cursor() =>
        CommandLine.Run("train", "catch\e[2J\nof the day").AssertRefused("catch\uFFFD[2J\uFFFDof the day");

    [Fact]
    public void An_empty_list_of_threads_is_refused() =>
        CommandLine.Run("profile", "null", "--threads", "").AssertRefused("--threads", "\"\"", "whole numbers");

    [Fact]
    public void An_empty_output_path_is_refused() =>
        CommandLine.Run("train", "catch", "--output", "").AssertRefused("--output", "\"\"", "a path that does not exist");

    [Fact]
    public void A_network_that_does_not_fit_the_observations_is_refused() =>
        CommandLine.Run("train", "catch", "--network", "mnih2013", "--set", "rows=6").AssertRefused("mnih2013", "pixels 6×24×1");

    [Fact]
    public void An_output_directory_that_exists_is_refused_and_left_alone()
    {
        using var directory = new TemporaryDirectory();
        CommandLine.Run("train", "catch", "--output", directory.FullPath).AssertRefused(directory.FullPath, "exists", "--resume");
        Assert.Empty(Directory.GetFileSystemEntries(directory.FullPath));
        string run = directory.At("run");
        CommandLine.Run([.. CommandLine.SmallTraining, "--output", run]).AssertSucceeded();
        CommandLine.Run("train", run).AssertRefused($"The word {run} is a run's directory; expected train --resume {run}.");
    }

    [Fact]
    public void An_output_directory_that_cannot_be_made_is_refused()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.At("file"), "");
        string output = Path.Combine(directory.At("file"), "run");
        CommandLine.Run("train", "catch", "--output", output).AssertRefused("output directory", "cannot be made");
    }

    [Fact]
    public void Nothing_is_written_when_the_input_is_wrong()
    {
        using var directory = new TemporaryDirectory();
        CommandLine.Run("train", "catch", "--threads", "0", "--output", directory.At("run")).AssertRefused();
        Assert.Empty(Directory.GetFileSystemEntries(directory.FullPath));
    }
}
