using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.MuJoCo.Native;
using AsyncRL.Environments.MuJoCo.Physics;
using AsyncRL.TestSources;

namespace AsyncRL.Environments.MuJoCo.Tests;

/// <summary>The engine, as it is called here, does physics that can be computed by hand; and its errors do not end the process.</summary>
public sealed class PhysicsTests : IDisposable
{
    private const double Gravity = 9.81;

    /// <summary>A mass point of 1 kg at 1 m below a hinge without friction, and a ball in free fall.</summary>
    private const string PointPendulum = """
        <mujoco>
          <option timestep="0.002" integrator="RK4" gravity="0 0 -9.81"><flag contact="disable"/></option>
          <worldbody>
            <body name="rod"><joint name="hinge" axis="0 1 0"/><inertial pos="0 0 -1" mass="1" diaginertia="1e-9 1e-9 1e-9"/></body>
            <body name="ball" pos="0 0 5"><joint type="slide" axis="0 0 1"/><geom type="sphere" size="0.1" mass="1"/></body>
          </worldbody>
          <actuator><motor joint="hinge" ctrllimited="true" ctrlrange="-1 1"/></actuator>
        </mujoco>
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [MuJoCoFact]
    public void A_free_pendulum_keeps_its_energy()
    {
        using Simulation simulation = Swing(2);
        double energy = EnergyOf(simulation), largest = 0;
        for (int i = 0; i < 2500; i++)
        {
            Assert.True(simulation.Advance([0.0], steps: 1));
            largest = Math.Max(largest, Math.Abs(EnergyOf(simulation) - energy));
        }

        // Runge and Kutta's method of order 4 with a step of 2 ms; the energy is 4.1 J above that of rest at the hinge.
        Assert.True(largest < 1e-6, $"The energy deviated by {largest} J.");
    }

    [MuJoCoTheory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void A_pendulum_has_the_period_of_the_elliptic_integral(double amplitude)
    {
        using Simulation simulation = Swing(amplitude);
        double before = simulation.Velocities[0], first = 0;

        // A swing from one end to the other: the velocity becomes positive after half a period.
        while (first == 0)
        {
            double time = simulation.Time;
            simulation.Advance([0.0], steps: 1);
            double after = simulation.Velocities[0];
            if (before < 0 && after >= 0) first = time + ((simulation.Time - time) * before / (before - after));
            before = after;
        }

        double expected = Math.PI / Mean(1, Math.Cos(amplitude / 2)) / Math.Sqrt(Gravity);
        Assert.Equal(expected, first, 1e-5);
    }

    [MuJoCoFact]
    public void A_falling_ball_follows_the_parabola()
    {
        using Simulation simulation = Swing(1);
        simulation.Advance([0.0], steps: 250);
        Assert.Equal(0.5, simulation.Time, 1e-12);
        Assert.Equal(-Gravity * 0.5 * 0.5 * 0.5, simulation.Positions[1], 1e-9);
        Assert.Equal(-Gravity * 0.5, simulation.Velocities[1], 1e-9);
        Assert.Equal(5 + simulation.Positions[1], simulation.Locate(simulation.FindBody("ball")).Z, 1e-12);
    }

    [MuJoCoFact]
    public void A_body_is_located_in_the_present_state()
    {
        using Simulation simulation = Bench.Simulate("reacher");
        simulation.Positions[0] = Math.PI / 2;
        simulation.Positions[1] = Math.PI / 2;
        simulation.Place();
        BodyPlace tip = simulation.Locate(simulation.FindBody("tip"));
        Assert.Equal((-0.1, 0.12), (Math.Round(tip.X, 12), Math.Round(tip.Y, 12)));
        Assert.Equal(1, tip.Upright, 1e-12);
        Assert.Equal(-1, simulation.FindBody("missing"));
    }

    /// <summary>A checkpoint may be written after any step; it must be one that can be read.</summary>
    [MuJoCoTheory]
    [InlineData(5e7, -3e7, true)]
    [InlineData(-99_999_999, 0, true)]
    [InlineData(2e8, 0, false)]
    [InlineData(0, 2e8, false)]
    [InlineData(1e12, 0, false)]
    [InlineData(double.NaN, 0, false)]
    public void Every_state_after_a_step_can_be_saved_and_restored(double position, double velocity, bool isStable)
    {
        using Simulation simulation = Swing(1), restored = Swing(1);
        simulation.Advance([0.0], steps: 1);
        (simulation.Positions[1], simulation.Velocities[1]) = (position, velocity);
        simulation.Place();
        Assert.Equal(isStable, simulation.Advance([1e7], steps: 1));
        byte[] state = Save(simulation);
        restored.Transfer(new StateTransfer(new BinaryReader(new MemoryStream(state))));
        Assert.Equal(state, Save(restored));
    }

    [MuJoCoFact]
    public void An_activation_without_bounds_is_unstable()
    {
        string file = _directory.At("activation.xml");
        File.WriteAllText(file, Bench.EveryJoint.Replace("dyntype=\"filter\" dynprm=\"0.1\"", "dyntype=\"integrator\" gainprm=\"0\"",
            StringComparison.Ordinal));
        using Simulation simulation = Bench.SimulateFile(file);
        Assert.True(simulation.Advance([0, 0.2], steps: 1));
        Assert.Equal(1, simulation.Facts.Activations);
        byte[] state = Save(simulation);
        int at = sizeof(double) * (1 + simulation.Facts.Positions + simulation.Facts.Velocities);
        BitConverter.TryWriteBytes(state.AsSpan(at), 1e8);
        simulation.Transfer(new StateTransfer(new BinaryReader(new MemoryStream(state))));
        Assert.False(simulation.Advance([0, 0.2], steps: 1));
        Assert.NotEqual(state, Save(simulation));
    }

    [MuJoCoFact]
    public void An_unstable_simulation_is_found_and_truncates_the_episode()
    {
        string file = _directory.At("unstable.xml");
        File.WriteAllText(file, Bench.Unstable);
        using IEnvironment environment = Bench.Make("model", $"model={file}", "reward.alive=1");
        var observation = new Observation(environment.Observation);
        environment.Reset(observation);
        StepOutcome outcome = default;
        int steps = 0;
        for (; !outcome.IsEnd && steps < 500; steps++) outcome = environment.Step(AgentAction.FromValues([1]), observation);
        Assert.Equal((true, false, 0f), (outcome.Truncated, outcome.Terminated, outcome.Reward));
        Assert.True(environment.IsOver);
        Assert.All(observation.Values.ToArray(), number => Assert.True(float.IsFinite(number)));
        Assert.False(File.Exists("MUJOCO_LOG.TXT"));

        // The next episode is as good as new.
        environment.Reset(observation);
        Assert.Equal(1, environment.Step(AgentAction.FromValues([0]), observation).Reward);
    }

    [MuJoCoFact]
    public void An_error_of_the_engine_does_not_end_the_process_and_does_not_outlast_its_cause()
    {
        string file = _directory.At("model.xml");
        File.WriteAllText(file, PointPendulum);
        using Simulation simulation = Bench.Simulate("cartpole");
        MuJoCoFunctions.RaiseError("something is\nwrong.");
        Assert.Equal("something is wrong", EngineErrors.Take());
        Assert.Null(EngineErrors.Take());

        // An error that came before, by another cause, is not one of what follows.
        foreach (Action use in (Action[])[
            () => Assert.True(simulation.Advance([0.0], steps: 1)), simulation.Place, simulation.Reset,
            () => Bench.Simulate("cartpole").Dispose(), () => Bench.SimulateFile(file).Dispose()])
        {
            MuJoCoFunctions.RaiseError("something is wrong");
            use();
            Assert.Null(EngineErrors.Take());
        }
    }

    /// <summary>The engine writes behind a stack that is too small, after it has reported the error.</summary>
    [MuJoCoFact]
    public void A_stack_that_is_too_small_is_an_error_and_damages_no_memory()
    {
        string text;
        using (Stream stream = typeof(MuJoCoBridge).Assembly.GetManifestResourceStream("walker")!)
        using (var reader = new StreamReader(stream)) text = reader.ReadToEnd();
        (int refused, int failed, int stable) = (0, 0, 0);
        for (int size = 1; size < 1 << 20; size *= 2)
        {
            string file = _directory.At($"stack-{size}.xml");
            File.WriteAllText(file, text.Replace("<worldbody>", $"<size nstack=\"{size}\"/><worldbody>", StringComparison.Ordinal));
            try
            {
                using Simulation simulation = Bench.SimulateFile(file);
                for (int i = 0; i < 100; i++) simulation.Advance(new double[6], steps: 5);
                stable++;
            }
            catch (InputException problem)
            {
                Assert.EndsWith("cannot be loaded: Error: engine error: Stack overflow; expected an MJCF file.", problem.Message,
                    StringComparison.Ordinal);
                refused++;
            }
            catch (EnvironmentFaultException fault)
            {
                Assert.Equal("The environment test failed, because MuJoCo reported: Stack overflow.", fault.Message);
                failed++;
            }
        }

        Assert.True(refused > 0 && failed > 0 && stable > 0, $"{refused} refused, {failed} failed, {stable} stable.");
    }

    [MuJoCoFact]
    public void A_model_is_shared_and_a_file_that_is_changed_changes_nothing_while_the_process_runs()
    {
        string file = _directory.At("model.xml");
        File.WriteAllText(file, Bench.EveryJoint);
        Simulation first = Bench.SimulateFile(file), second = Bench.SimulateFile(file);
        Assert.Equal(first.Model, second.Model);
        Assert.NotEqual(first.Data, second.Data);
        first.Dispose();
        first.Dispose();
        Assert.True(second.Advance([0.0, 0.0], steps: 1));
        second.Dispose();
        File.WriteAllText(file, PointPendulum);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(1));
        using (Simulation later = Bench.SimulateFile(file)) Assert.Equal((13, first.Model), (later.Facts.Positions, later.Model));
        File.Delete(file);
        using Simulation last = Bench.SimulateFile(Path.Combine(_directory.At("."), "model.xml"));
        Assert.Equal(first.Model, last.Model);
    }

    private static byte[] Save(Simulation simulation)
    {
        using var stream = new MemoryStream();
        simulation.Transfer(new StateTransfer(new BinaryWriter(stream)));
        return stream.ToArray();
    }

    private Simulation Swing(double angle)
    {
        string file = _directory.At("pendulum.xml");
        File.WriteAllText(file, PointPendulum);
        Simulation simulation = Bench.SimulateFile(file);
        simulation.Positions[0] = angle;
        simulation.Place();
        return simulation;
    }

    private static double EnergyOf(Simulation simulation) =>
        (0.5 * simulation.Velocities[0] * simulation.Velocities[0]) - (Gravity * Math.Cos(simulation.Positions[0]));

    /// <summary>The arithmetic-geometric mean, of which the elliptic integral is a quotient.</summary>
    private static double Mean(double a, double b)
    {
        while (Math.Abs(a - b) > 1e-15) (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
        return a;
    }
}
