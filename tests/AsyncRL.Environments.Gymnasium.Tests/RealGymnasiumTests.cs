using System.Linq;
using System.Text.Json;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.Gymnasium.Tests;

/// <summary>Environments of Gymnasium itself. A wrapper in Python writes down what they return; the bridge must show the same.</summary>
public sealed class RealGymnasiumTests : IDisposable
{
    private const string Recorder = """
        import json
        import gymnasium

        class Recorder(gymnasium.Wrapper):
            def __init__(self, name, path):
                super().__init__(gymnasium.make(name))
                self.file = open(path, "w")

            def write(self, observation, reward, terminated, truncated):
                numbers = [float(number) for number in observation.astype("float32")]
                self.file.write(json.dumps([numbers, float(reward), bool(terminated), bool(truncated)]) + "\n")
                self.file.flush()

            def reset(self, *, seed=None, options=None):
                observation, info = super().reset(seed=seed, options=options)
                self.write(observation, 0, False, False)
                return observation, info

            def step(self, action):
                observation, reward, terminated, truncated, info = super().step(action)
                self.write(observation, reward, terminated, truncated)
                return observation, reward, terminated, truncated, info

        gymnasium.register("Recorded-v0", lambda name, path: Recorder(name, path))
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [RealGymnasiumTheory]
    [InlineData("CartPole-v1", 2)]
    [InlineData("MountainCar-v0", 3)]
    [InlineData("Acrobot-v1", 3)]
    [InlineData("Pendulum-v1", 0)]
    [InlineData("MountainCarContinuous-v0", 0)]
    public void The_bridge_shows_what_the_environment_returns(string name, int choices)
    {
        File.WriteAllText(_directory.At("recorded.py"), Recorder);
        string log = _directory.At("log"), python = RealGymnasium.WritePython(_directory);
        var shown = new List<(float[] Observation, StepOutcome Outcome)>();
        using (IEnvironment environment = Bench.Make("recorded:Recorded-v0", $"make.name={name}", $"make.path={log}", $"python={python}"))
        {
            var observation = new Observation(environment.Observation);
            for (int step = 0; step < 450; step++)
            {
                if (step == 0 || environment.IsOver)
                {
                    environment.Reset(observation);
                    shown.Add((observation.Values.ToArray(), default));
                }

                AgentAction action = choices > 0 ? AgentAction.FromChoice(step / 7 % choices)
                    : AgentAction.FromValues([MathF.Sin(step / 9f)]);
                StepOutcome outcome = environment.Step(action, observation);
                shown.Add((observation.Values.ToArray(), outcome));
            }
        }

        string[] lines = File.ReadAllLines(log);
        Assert.Equal(shown.Count, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            using JsonDocument told = JsonDocument.Parse(lines[i]);
            float[] observation = [.. told.RootElement[0].EnumerateArray().Select(number => (float)number.GetDouble())];
            Assert.Equal(observation, shown[i].Observation);
            Assert.Equal((float)told.RootElement[1].GetDouble(), shown[i].Outcome.Reward);
            Assert.Equal(told.RootElement[2].GetBoolean(), shown[i].Outcome.Terminated);
            Assert.Equal(told.RootElement[3].GetBoolean() && !told.RootElement[2].GetBoolean(), shown[i].Outcome.Truncated);
        }
    }

    [RealGymnasiumFact]
    public void An_unknown_environment_gets_the_sentence_of_Gymnasium()
    {
        string python = RealGymnasium.WritePython(_directory);
        var refused = Assert.Throws<Core.Options.InputException>(() => Bench.Make("CartPol-v1", $"python={python}"));
        Assert.Contains("CartPol", refused.Message, StringComparison.Ordinal);
    }
}
