using System.Runtime.InteropServices;
using AsyncRL.Environments.Checking;
using AsyncRL.Environments.MuJoCo.Native;
using AsyncRL.Environments.MuJoCo.Physics;

namespace AsyncRL.Environments.MuJoCo.Pixels;

/// <summary>
/// Draws a simulation into memory, from the model's camera "view", or from a free camera if it has none. Everything is made at the first
/// picture; from then on drawing allocates no managed memory.
/// </summary>
/// <param name="simulation">The simulation.</param>
/// <param name="width">Pixels per row.</param>
/// <param name="height">Rows of pixels.</param>
internal sealed unsafe class SceneRenderer(Simulation simulation, int width, int height) : IDisposable
{
    private const string CameraName = "view";
    private const int Colors = 3, Rgba = 4;

    /// <summary>Bytes for each of the engine's structures, of which the largest, the scene, has less than 9,000.</summary>
    private const int BlockSize = 1 << 16;

    private const int FixedCamera = 2, AllCategories = 7, OffScreen = 1, MostShapes = 1000, FontScale = 100;

    /// <summary>Contexts are made one at a time, because the engine looks up the functions of OpenGL for all of them.</summary>
    private static readonly Lock Making = new();

    /// <summary>The renderer whose context is current in this thread.</summary>
    [ThreadStatic]
    private static SceneRenderer? _current;

    private readonly Viewport _viewport = new(0, 0, width, height);
    private byte[] _rows = [];
    private nint _openGl;
    private byte* _screen;
    private nint _camera;
    private nint _options;
    private nint _scene;
    private nint _context;

    /// <summary>Draws the present state.</summary>
    /// <param name="pixels">[height, width, 3], overwritten.</param>
    /// <exception cref="EnvironmentFaultException">The engine reported an error.</exception>
    internal void Draw(Span<byte> pixels)
    {
        EngineErrors.Forget();
        if (_openGl == 0) Begin();
        UseContext();
        simulation.PrepareDrawing();
        DrawingFunctions.UpdateScene(simulation.Model, simulation.Data, _options, 0, _camera, AllCategories, _scene);
        DrawingFunctions.Render(_viewport, _scene, _context);
        fixed (byte* rows = _rows) DrawingFunctions.ReadPixels(rows, null, _viewport, _context);
        Check();

        // OpenGL has the lowest row first.
        int row = Colors * width;
        for (int y = 0; y < height; y++) _rows.AsSpan((height - 1 - y) * row, row).CopyTo(pixels[(y * row)..]);
    }

    /// <summary>Frees everything that was made.</summary>
    public void Dispose()
    {
        if (_openGl == 0) return;
        UseContext();
        DrawingFunctions.FreeContext(_context);
        DrawingFunctions.FreeScene(_scene);
        OsMesa.Free(_openGl);
        _current = null;
        foreach (nint block in (nint[])[(nint)_screen, _camera, _options, _scene, _context])
            NativeMemory.Free((void*)block);
        _openGl = 0;
    }

    /// <summary>A context is current in one thread at a time; an environment may be made in one and play in another.</summary>
    private void UseContext()
    {
        if (_current == this) return;
        OsMesa.Use(_openGl, _screen, width, height);
        _current = this;
    }

    private void Begin()
    {
        OsMesa.Load();
        _rows = new byte[Colors * width * height];
        _screen = (byte*)NativeMemory.AllocZeroed((nuint)(Rgba * width * height));
        (_camera, _options) = (NewBlock(), NewBlock());
        (_scene, _context) = (NewBlock(), NewBlock());
        lock (Making)
        {
            _openGl = OsMesa.MakeContext();
            UseContext();
            PlaceCamera();
            DrawingFunctions.SetDefaultOptions(_options);
            DrawingFunctions.SetDefaultScene(_scene);
            DrawingFunctions.MakeScene(simulation.Model, _scene, MostShapes);
            DrawingFunctions.SetDefaultContext(_context);
            DrawingFunctions.MakeContext(simulation.Model, _context, FontScale);
            DrawingFunctions.SetBuffer(OffScreen, _context);
        }

        Check();
    }

    /// <summary>The first two numbers of mjvCamera are its type and the number of the model's camera, in every version.</summary>
    private void PlaceCamera()
    {
        DrawingFunctions.SetDefaultCamera(_camera);
        int camera = simulation.FindCamera(CameraName);
        if (camera < 0)
        {
            DrawingFunctions.SetFreeCamera(simulation.Model, _camera);
            return;
        }

        ((int*)_camera)[0] = FixedCamera;
        ((int*)_camera)[1] = camera;
    }

    private static nint NewBlock() => (nint)NativeMemory.AllocZeroed(BlockSize);

    private static void Check()
    {
        if (EngineErrors.Take() is { } message)
            throw new EnvironmentFaultException($"A picture cannot be drawn, because MuJoCo reported: {message}.");
    }
}
