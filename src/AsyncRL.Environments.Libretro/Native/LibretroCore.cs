using System.Runtime.InteropServices;
using System.Text;
using AsyncRL.Core.Options;
using AsyncRL.Environments.Checking;

namespace AsyncRL.Environments.Libretro.Native;

/// <summary>
/// A core with a game, for one environment. Cores keep their state in global variables. Therefore each instance loads a copy of the
/// library, which the system takes for another one. The copy's file and its directory are removed as soon as it is loaded, so that nothing
/// is left when the process is killed.
/// </summary>
/// <remarks>The directory that a core is told for its files is the removed one.</remarks>
internal sealed unsafe class LibretroCore : IDisposable
{
    private const uint SystemMemory = 2, Joystick = 1;

    private readonly CoreFunctions _functions;
    private readonly string _directory;
    private byte* _directoryText;
    private readonly string _name;
    private nint _library;
    private bool _isInitialized;
    private bool _hasGame;
    private string? _fault;

    /// <summary>Loads a core and a game.</summary>
    /// <param name="corePath">The core's library.</param>
    /// <param name="gamePath">The game.</param>
    /// <exception cref="InputException">The core cannot be loaded, or it refuses the game.</exception>
    internal LibretroCore(string corePath, string gamePath)
    {
        _name = Path.GetFileName(corePath);
        _directory = Directory.CreateTempSubdirectory("asyncrl-libretro-").FullName;
        _directoryText = (byte*)Marshal.StringToCoTaskMemUTF8(_directory);
        try
        {
            _library = LoadCopy(corePath);
            _functions = new CoreFunctions(_library, corePath);
            CoreCallbacks.Enter(this);
            _functions.SetCallbacks();
            _functions.Initialize();
            _isInitialized = true;
            LoadGame(gamePath);
            ScreenInformation screen;
            _functions.GetScreen(&screen);
            (Width, Height) = ((int)screen.Width, (int)screen.Height);
            FramesPerSecond = Math.Max(1, (int)Math.Round(screen.FramesPerSecond));
            _functions.SetController(0, Joystick);
            Screen = new byte[3 * Width * Height];
        }
        catch
        {
            Dispose();
            throw;
        }
        finally
        {
            CoreCallbacks.Enter(null);
        }
    }

    /// <summary>Width of the screen in pixels.</summary>
    internal int Width { get; }

    /// <summary>Height of the screen in pixels.</summary>
    internal int Height { get; }

    /// <summary>Frames per second at normal speed.</summary>
    internal int FramesPerSecond { get; }

    /// <summary>Bytes of a saved state; 0 if the core saves none. Some cores know it only after a frame.</summary>
    internal int StateLength => (int)_functions.StateLength();

    /// <summary>[row, column, color]: the last frame that was drawn, red, green and blue.</summary>
    internal byte[] Screen { get; } = [];

    /// <summary>The game's memory; empty if the core shows none. Some cores have it only after a frame.</summary>
    internal ReadOnlySpan<byte> Memory
    {
        get
        {
            byte* memory = _functions.Memory(SystemMemory);
            return memory == null ? default : new ReadOnlySpan<byte>(memory, (int)_functions.MemoryLength(SystemMemory));
        }
    }

    /// <summary>How the core writes pixels; it may choose while it loads a game.</summary>
    internal PixelFormat Format { get; set; }

    /// <summary>The buttons that are held, a bit for each.</summary>
    internal short Held { get; private set; }

    /// <summary>The directory that the core is given for its files, as text of C.</summary>
    internal byte* DirectoryForFiles => _directoryText;

    /// <summary>Whether the frame that runs is converted into <see cref="Screen"/>.</summary>
    private bool Draws { get; set; }

    /// <summary>Runs a frame.</summary>
    /// <param name="held">The buttons that are held.</param>
    /// <param name="draws">Whether the frame is converted into <see cref="Screen"/>.</param>
    /// <exception cref="EnvironmentFaultException">The core shows a frame of another size, or none.</exception>
    internal void Run(short held, bool draws)
    {
        ObjectDisposedException.ThrowIf(_library == 0, this);
        (Held, Draws) = (held, draws);
        CoreCallbacks.Enter(this);
        _functions.RunFrame();
        CoreCallbacks.Enter(null);
        if (_fault is { } fault) throw new EnvironmentFaultException(fault);
    }

    /// <summary>Saves the state of the machine.</summary>
    /// <param name="state">[<see cref="StateLength"/>], overwritten.</param>
    /// <exception cref="EnvironmentFaultException">The core refuses.</exception>
    internal void Save(Span<byte> state)
    {
        bool isSaved;
        CoreCallbacks.Enter(this);
        fixed (byte* first = state) isSaved = _functions.SaveState(first, (nuint)state.Length) != 0;
        CoreCallbacks.Enter(null);
        if (!isSaved) throw new EnvironmentFaultException($"The core {_name} did not save its state; expected it to.");
    }

    /// <summary>Restores a state that <see cref="Save"/> saved.</summary>
    /// <param name="state">[<see cref="StateLength"/>].</param>
    /// <returns>Whether the core accepts it.</returns>
    internal bool Restore(ReadOnlySpan<byte> state)
    {
        bool isRestored;
        CoreCallbacks.Enter(this);
        fixed (byte* first = state) isRestored = _functions.RestoreState(first, (nuint)state.Length) != 0;
        CoreCallbacks.Enter(null);
        return isRestored;
    }

    /// <summary>Receives a frame from the core. What is wrong with it is thrown when the core has returned.</summary>
    internal void Show(byte* pixels, int width, int height, int pitch)
    {
        if (!Draws) return;
        if (pixels == null || (width, height) != (Width, Height))
        {
            string shown = pixels == null ? "an earlier frame again" : $"{width}×{height} pixels";
            _fault ??= $"The core {_name} shows {shown}; expected a frame of {Width}×{Height} pixels as at the start.";
            return;
        }

        for (int row = 0; row < height; row++)
        {
            Span<byte> to = Screen.AsSpan(3 * row * width, 3 * width);
            var from = new ReadOnlySpan<byte>(pixels + ((nint)row * pitch), width * (Format == PixelFormat.Rgb8888 ? 4 : 2));
            PixelConversion.Convert(Format, from, to);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CoreCallbacks.Enter(this);
        if (_hasGame) _functions.UnloadGame();
        if (_isInitialized) _functions.Deinitialize();
        CoreCallbacks.Enter(null);
        (_hasGame, _isInitialized) = (false, false);
        if (_library != 0) NativeLibrary.Free(_library);
        _library = 0;
        Marshal.FreeCoTaskMem((nint)_directoryText);
        _directoryText = null;
    }

    private nint LoadCopy(string corePath)
    {
        string copy = Path.Combine(_directory, _name);
        try
        {
            File.Copy(corePath, copy);
            return NativeLibrary.Load(copy);
        }
        catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException or IOException
            or UnauthorizedAccessException)
        {
            string reason = OneLine.OfLoading(problem).Replace(copy, corePath, StringComparison.Ordinal);
            throw new InputException(
                $"The core {corePath} cannot be loaded ({reason}); expected a core of libretro for this machine.", problem);
        }
        finally
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private void LoadGame(string gamePath)
    {
        SystemInformation system;
        _functions.GetSystem(&system);
        byte[] content;
        try
        {
            // A core that opens the file itself may want files beside it, and the file may be larger than an array.
            using FileStream file = File.OpenRead(gamePath);
            content = system.NeedsPath != 0 ? [] : File.ReadAllBytes(gamePath);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"The game {gamePath} cannot be read; expected a file.", problem);
        }

        fixed (byte* path = Encoding.UTF8.GetBytes(gamePath + "\0"))
        fixed (byte* data = content)
        {
            var game = new GameInformation { Path = path, Data = data, Size = (nuint)content.Length };
            _hasGame = _functions.LoadGame(&game) != 0;
        }

        if (_hasGame) return;
        string endings = (Marshal.PtrToStringUTF8((nint)system.Extensions) ?? "").Replace("|", ", ", StringComparison.Ordinal);
        throw new InputException($"The core {_name} refuses the game {gamePath}; expected a game of its machine ({endings}).");
    }
}
