using System.Reflection;
using AsyncRL.Core.State;
using AsyncRL.Environments.Preprocessing;

namespace AsyncRL.Environments.Tests;

/// <summary>Wrappers forward every member of an environment, because all of them derive from one base that does.</summary>
public class WrapperTests
{
    [Fact]
    public void Every_wrapper_derives_from_the_base()
    {
        var wrappers = new List<string>();
        foreach (Type type in typeof(IEnvironment).Assembly.GetTypes())
        {
            if (!type.IsClass || !type.IsAssignableTo(typeof(IEnvironment)) || !TakesAnEnvironment(type)) continue;
            wrappers.Add(type.Name);
            Assert.True(type.IsAssignableTo(typeof(Wrapper)), $"The wrapper {type} does not derive from {nameof(Wrapper)}.");
            if (type.IsAssignableTo(typeof(IFrameEnvironment)))
                Assert.True(type.IsAssignableTo(typeof(FrameWrapper)), $"The wrapper {type} does not derive from {nameof(FrameWrapper)}.");
        }

        Assert.Contains(nameof(TimeLimit), wrappers);
        Assert.Contains(nameof(NoOpStarts), wrappers);
    }

    [Fact]
    public void An_environment_whose_wrapper_cannot_be_made_is_disposed_of()
    {
        var plain = new Inner();
        Assert.Throws<ArgumentOutOfRangeException>(() => Wrapper.Wrap(plain, inner => new TimeLimit(new Plain(inner), 0)));
        Assert.Equal(["dispose"], plain.Calls);
        var game = new Inner();
        var impossible = new PreprocessingOptions { StickyActions = 2 };
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ArcadePreprocessing.Wrap(game, impossible, new Core.Randomness.RandomGenerator(1), learning: false));
        Assert.Equal(["dispose"], game.Calls);
    }

    /// <summary>Otherwise the wrapper's default would replace the wrapped environment's member.</summary>
    [Theory]
    [InlineData(typeof(Wrapper), typeof(IEnvironment))]
    [InlineData(typeof(Wrapper), typeof(IDisposable))]
    [InlineData(typeof(FrameWrapper), typeof(IFrameEnvironment))]
    public void The_base_implements_every_member(Type wrapper, Type contract)
    {
        InterfaceMapping map = wrapper.GetInterfaceMap(contract);
        Assert.NotEmpty(map.TargetMethods);
        for (int i = 0; i < map.TargetMethods.Length; i++)
        {
            if (map.InterfaceMethods[i].IsPrivate) continue;
            Assert.True(map.TargetMethods[i].DeclaringType == wrapper, $"{wrapper.Name} does not forward {map.InterfaceMethods[i].Name}.");
        }
    }

    [Fact]
    public void Every_property_is_that_of_the_inner_environment()
    {
        var inner = new Inner();
        IFrameEnvironment wrapper = new Plain(inner);
        foreach (Type contract in (Type[])[typeof(IEnvironment), typeof(IFrameEnvironment)])
        {
            foreach (PropertyInfo property in contract.GetProperties())
                Assert.Equal(property.GetValue(inner), property.GetValue(wrapper));
        }
    }

    [Fact]
    public void Every_call_reaches_the_inner_environment()
    {
        var inner = new Inner();
        IFrameEnvironment wrapper = new Plain(inner);
        var observation = new Observation(inner.Observation);
        wrapper.Reset(observation);
        Assert.Equal(3, wrapper.Step(0, observation).Reward);
        Assert.Equal(4, wrapper.StepWithoutRendering(0).Reward);
        wrapper.SaveState(BinaryWriter.Null);
        wrapper.RestoreState(new BinaryReader(Stream.Null));
        wrapper.Dispose();
        Assert.Equal(["reset", "step", "step without rendering", "save", "restore", "dispose"], inner.Calls);
    }

    private static bool TakesAnEnvironment(Type type)
    {
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return Array.Exists(
            type.GetConstructors(all),
            constructor => Array.Exists(constructor.GetParameters(), p => p.ParameterType.IsAssignableTo(typeof(IEnvironment))));
    }

    private sealed class Plain(IFrameEnvironment inner) : FrameWrapper(inner);

    /// <summary>None of its properties has the value of a default.</summary>
    private sealed class Inner : IFrameEnvironment, IDisplay
    {
        internal List<string> Calls { get; } = [];

        public ObservationSpecification Observation => ObservationSpecification.Pixels(2, 3, 1);

        public ActionSpecification Actions => ActionSpecification.Discrete(5);

        public int FramesPerAgentStep => 7;

        public int? LongestEpisode => 11;

        public bool IsOver => true;

        public bool CanSave => true;

        public int Lives => 13;

        public IDisplay Display => this;

        IDisplay? IEnvironment.Display => this;

        public ObservationSpecification Image => Observation;

        public int FrameRate => 60;

        public void Reset(Observation observation) => Calls.Add("reset");

        public StepOutcome Step(AgentAction action, Observation observation)
        {
            Calls.Add("step");
            return new StepOutcome(3, false, false);
        }

        public StepOutcome StepWithoutRendering(AgentAction action)
        {
            Calls.Add("step without rendering");
            return new StepOutcome(4, false, false);
        }

        public void Transfer(StateTransfer state) => Calls.Add(state.IsRestoring ? "restore" : "save");

        public void DrawImage(Observation image)
        {
        }

        public void Dispose() => Calls.Add("dispose");
    }
}
