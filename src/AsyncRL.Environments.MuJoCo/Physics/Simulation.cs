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
    /// <summary>A larger number of a state means that the simulation has become unstable.</summary>
    private const double LargestNumber = 1e8;

    /// <summary>The largest numbers of a state that is restored.</summary>
    private const double LargestSaved = 1e6, LargestAcceleration = 1e10;

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
        _data = MuJoCoFunctions.MakeData(_model.Pointer);
        if (_data == 0)
        {
            _model.Release();
            throw new InputException($"There is not enough memory for the model {source.Name}; expected a smaller model.");
        }

        Reset();
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

    /// <summary>Puts everything to the state of the model.</summary>
    internal void Reset()
    {
        MuJoCoFunctions.ResetData(_model.Pointer, _data);
        _access.Read(_model.Pointer, _data, _state);
        ComputeKinematics();
    }

    /// <summary>Puts changed positions and velocities into effect.</summary>
    internal void Place()
    {
        _access.Write(_model.Pointer, _data, _state);
        ComputeKinematics();
    }

    /// <summary>Simulates some steps.</summary>
    /// <param name="controls">[controls], within their bounds.</param>
    /// <param name="steps">Steps of the engine.</param>
    /// <returns>Whether the simulation is stable. If not, the state means nothing until <see cref="Reset"/>.</returns>
    /// <exception cref="EnvironmentFaultException">The engine reported an error.</exception>
    internal bool Advance(ReadOnlySpan<double> controls, int steps)
    {
        double expected = Time + ((steps - 0.5) * Facts.TimeStep);
        _access.WriteControls(_model.Pointer, _data, controls);
        for (int i = 0; i < steps; i++) MuJoCoFunctions.Step(_model.Pointer, _data);
        _access.Read(_model.Pointer, _data, _state);
        ComputeKinematics();
        if (EngineErrors.HasCome)
            throw new EnvironmentFaultException($"The environment {_name} failed, because MuJoCo reported: {EngineErrors.Take()}.");

        // An unstable simulation is reset by the engine itself, and its clock begins anew.
        return Time >= expected && IsSound();
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
        StateLayout layout = _access.Layout;
        state.Real(ref _state[0], "time of the simulation", 0, LargestSaved);
        state.Reals(Positions, "position", -LargestSaved, LargestSaved);
        state.Reals(Velocities, "velocity", -LargestSaved, LargestSaved);
        state.Reals(_state.AsSpan(layout.ActivationsAt, layout.Activations), "activation", -LargestSaved, LargestSaved);
        state.Reals(_state.AsSpan(layout.AccelerationsAt, layout.Velocities), "acceleration", -LargestAcceleration, LargestAcceleration);
        state.Reals(_state.AsSpan(layout.ControlsAt), "control", -LargestSaved, LargestSaved);
        if (!state.IsRestoring) return;
        MuJoCoFunctions.ResetData(_model.Pointer, _data);
        Place();
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

    private bool IsSound()
    {
        foreach (double number in Positions)
        {
            if (!(Math.Abs(number) < LargestNumber)) return false;
        }

        foreach (double number in Velocities)
        {
            if (!(Math.Abs(number) < LargestNumber)) return false;
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
