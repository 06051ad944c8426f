using AsyncRL.Core.Options;
using AsyncRL.Core.State;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.MuJoCo.Native;

namespace AsyncRL.Environments.MuJoCo.Physics;

/// <summary>
/// A simulation of a model that other simulations share. Its state is read after each agent step; a step allocates nothing. One thread uses
/// it at a time.
/// </summary>
internal sealed unsafe class Simulation : IDisposable
{
    /// <summary>A larger number of a state means that the simulation has become unstable. Every other state can be restored.</summary>
    private const double LargestNumber = 1e8, LargestAcceleration = 1e10;

    private readonly string _name;
    private readonly SharedModel _model;
    private readonly StateAccess _access;
    private readonly double[] _state;
    private nint _data;

    /// <summary>Makes a simulation; its positions are those of the model.</summary>
    /// <param name="name">The name of the environment, for messages.</param>
    /// <param name="library">The library.</param>
    /// <param name="source">The model.</param>
    /// <exception cref="InputException">The model cannot be loaded.</exception>
    internal Simulation(string name, MuJoCoLibrary library, ModelSource source)
    {
        _name = name;
        _model = SharedModel.Take(library, source);
        _access = _model.Access;
        _state = new double[_access.Layout.Size];
        EngineErrors.Forget();
        _data = MuJoCoFunctions.MakeData(_model.Pointer);
        if (_data == 0)
        {
            _model.Release();
            throw new InputException($"There is not enough memory for the model {source.Name}; expected a smaller model.");
        }

        Restart();
        string? problem = EngineErrors.Take();
        if (problem is null && IsSound()) return;
        Dispose();
        problem ??= $"its first state has a number beyond {LargestNumber:N0}";
        throw new InputException($"The model {source.Name} cannot be simulated: {problem}; expected a model that MuJoCo can simulate.");
    }

    /// <summary>What the model contains.</summary>
    internal ModelFacts Facts => _model.Facts;

    /// <summary>The model, for drawing.</summary>
    internal nint Model => _model.Pointer;

    /// <summary>The data, for drawing.</summary>
    internal nint Data => _data;

    /// <summary>Seconds since the episode began.</summary>
    internal double Time => _state[0];

    /// <summary>The positions; <see cref="Place"/> puts changes into effect.</summary>
    internal Span<double> Positions => _state.AsSpan(StateLayout.PositionsAt, _access.Layout.Positions);

    /// <summary>The velocities; <see cref="Place"/> puts changes into effect.</summary>
    internal Span<double> Velocities => _state.AsSpan(_access.Layout.VelocitiesAt, _access.Layout.Velocities);

    private Span<double> Activations => _state.AsSpan(_access.Layout.ActivationsAt, _access.Layout.Activations);

    private Span<double> Accelerations => _state.AsSpan(_access.Layout.AccelerationsAt, _access.Layout.Velocities);

    /// <summary>Puts everything to the state of the model.</summary>
    /// <exception cref="EnvironmentFaultException">The engine reported an error.</exception>
    internal void Reset()
    {
        EngineErrors.Forget();
        Restart();
        Check();
    }

    /// <summary>Puts changed positions and velocities into effect.</summary>
    /// <exception cref="EnvironmentFaultException">The engine reported an error.</exception>
    internal void Place()
    {
        EngineErrors.Forget();
        Write();
        Check();
    }

    /// <summary>Simulates some steps.</summary>
    /// <param name="controls">[controls], within their bounds.</param>
    /// <param name="steps">Steps of the engine.</param>
    /// <returns>Whether the simulation is stable. If not, the state is that of the model.</returns>
    /// <exception cref="EnvironmentFaultException">The engine reported an error.</exception>
    internal bool Advance(ReadOnlySpan<double> controls, int steps)
    {
        double expected = Time + ((steps - 0.5) * Facts.TimeStep);
        EngineErrors.Forget();
        _access.WriteControls(_model.Pointer, _data, controls);
        for (int i = 0; i < steps; i++) MuJoCoFunctions.Step(_model.Pointer, _data);
        _access.Read(_model.Pointer, _data, _state);
        ComputeKinematics();
        string? error = EngineErrors.Take();

        // An unstable simulation is reset by the engine itself, and its clock begins anew.
        if (error is null && Time >= expected && IsSound()) return true;

        // The state may have any numbers, but it must be one that can be saved and restored.
        Restart();
        return error is null ? false : throw Fault(error);
    }

    /// <summary>Finds a body.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its number; −1 if there is none.</returns>
    internal int FindBody(string name) => MuJoCoFunctions.FindName(_model.Pointer, MuJoCoFunctions.Body, name);

    /// <summary>Finds a camera.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its number; −1 if there is none.</returns>
    internal int FindCamera(string name) => MuJoCoFunctions.FindName(_model.Pointer, MuJoCoFunctions.Camera, name);

    /// <summary>Where a body is, and how far its own vertical axis points upwards.</summary>
    /// <param name="body">Its number.</param>
    internal BodyPlace Locate(int body)
    {
        double* position = stackalloc double[3], rotation = stackalloc double[9], origin = stackalloc double[3] { 0, 0, 0 };
        double* unturned = stackalloc double[4] { 1, 0, 0, 0 };
        MuJoCoFunctions.ToGlobal(_data, position, rotation, origin, unturned, body, sameFrame: 0);
        return new BodyPlace(position[0], position[1], position[2], rotation[8]);
    }

    /// <summary>Computes what drawing needs of the present positions besides the places of the bodies.</summary>
    internal void PrepareDrawing()
    {
        MuJoCoFunctions.ComputeCenters(_model.Pointer, _data);
        MuJoCoFunctions.PlaceCameras(_model.Pointer, _data);
    }

    /// <summary>Saves or restores the state; a restored simulation continues bit for bit.</summary>
    /// <param name="state">The destination or the source.</param>
    /// <exception cref="InvalidDataException">A number is none that a state can have.</exception>
    internal void Transfer(StateTransfer state)
    {
        state.Real(ref _state[0], "time of the simulation", 0);
        state.Reals(Positions, "position", -LargestNumber, LargestNumber);
        state.Reals(Velocities, "velocity", -LargestNumber, LargestNumber);
        state.Reals(Activations, "activation", -LargestNumber, LargestNumber);
        state.Reals(Accelerations, "acceleration", -LargestAcceleration, LargestAcceleration);
        state.Reals(_state.AsSpan(_access.Layout.ControlsAt), "control");
        if (!state.IsRestoring) return;
        EngineErrors.Forget();
        MuJoCoFunctions.ResetData(_model.Pointer, _data);
        Write();
        Check();
    }

    /// <summary>Frees the data, and the model if no other simulation has it.</summary>
    public void Dispose()
    {
        if (_data == 0) return;
        MuJoCoFunctions.DeleteData(_data);
        _data = 0;
        _model.Release();
    }

    /// <summary>
    /// Computes the places of the bodies from the positions. A step of the engine leaves those of the state before it.
    /// </summary>
    private void ComputeKinematics() => MuJoCoFunctions.ComputeKinematics(_model.Pointer, _data);

    private void Restart()
    {
        MuJoCoFunctions.ResetData(_model.Pointer, _data);
        _access.Read(_model.Pointer, _data, _state);
        ComputeKinematics();
    }

    private void Write()
    {
        _access.Write(_model.Pointer, _data, _state);
        ComputeKinematics();
    }

    private void Check()
    {
        if (EngineErrors.Take() is { } error) throw Fault(error);
    }

    private EnvironmentFaultException Fault(string error) =>
        new($"The environment {_name} failed, because MuJoCo reported: {error}.");

    private bool IsSound() => AreWithin(Positions, LargestNumber) && AreWithin(Velocities, LargestNumber)
        && AreWithin(Activations, LargestNumber) && AreWithin(Accelerations, LargestAcceleration);

    private static bool AreWithin(ReadOnlySpan<double> numbers, double largest)
    {
        foreach (double number in numbers)
        {
            if (!(Math.Abs(number) < largest)) return false;
        }

        return true;
    }
}

/// <summary>Where a body is.</summary>
/// <param name="X">Forwards, in meters.</param>
/// <param name="Y">To the left, in meters.</param>
/// <param name="Z">Upwards, in meters.</param>
/// <param name="Upright">The part of its own vertical axis that points upwards: 1 upright, −1 upside down.</param>
internal readonly record struct BodyPlace(double X, double Y, double Z, double Upright)
{
    /// <summary>The distance of another place, in meters.</summary>
    /// <param name="other">The other place.</param>
    internal double DistanceTo(BodyPlace other)
    {
        (double x, double y, double z) = (X - other.X, Y - other.Y, Z - other.Z);
        return Math.Sqrt((x * x) + (y * y) + (z * z));
    }
}
