using AsyncRL.Core.Options;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Environments.Catch;

/// <summary>
/// The rules of Catch, without pixels. Balls fall onto a row in which a paddle moves. The reward of a ball is +1 if it lands on the paddle
/// and −1 if it lands beside it. The episode terminates with the reward of the last ball.
/// </summary>
/// <remarks>
/// <para>Time is the number of agent steps since the reset. Ball i is released at time i · <see cref="Spacing"/> and lands
/// <see cref="FallTime"/> later. Its reward comes <see cref="CatchOptions.RewardDelay"/> after that. Nothing else must be stored, because
/// the position of a ball follows from the time, column and velocity of its release.</para>
/// <para><b>The optimum is known:</b> the return of a perfect player is exactly the number of balls, for all values of the options. A ball
/// is drawn uniformly from the releases (column and velocity) that can be caught: the first ball from the paddle's start, each later ball
/// from every position that caught the ball before. So a player that sees the ball that lands next, and always moves toward its landing
/// column, never misses. At least one such release exists, because a vertical fall is always among them.</para>
/// </remarks>
internal sealed class CatchGame
{
    private readonly CatchOptions _options;
    private readonly RandomGenerator _generator;
    private readonly int[] _releaseColumns;
    private readonly int[] _velocities;
    private readonly bool[] _caught;

    /// <summary>Sets up a game that <see cref="Reset"/> begins.</summary>
    /// <param name="options">The options, each in its range.</param>
    /// <param name="generator">The source of the releases.</param>
    /// <exception cref="InputException">The paddle is wider than the board.</exception>
    internal CatchGame(CatchOptions options, RandomGenerator generator)
    {
        if (options.PaddleWidth > options.Columns)
        {
            throw new InputException(
                $"The option paddle-width is {options.PaddleWidth}; expected at most the board's number of columns, {options.Columns}.");
        }

        _options = options;
        _generator = generator;
        _releaseColumns = new int[options.Balls];
        _velocities = new int[options.Balls];
        _caught = new bool[options.Balls];
        FallTime = (options.Rows - 2 + options.BallSpeed) / options.BallSpeed;
        Spacing = Math.Max(1, FallTime / options.Balls);
        EpisodeLength = (options.Balls - 1) * Spacing + FallTime + options.RewardDelay;
        Time = EpisodeLength;
    }

    /// <summary>Height of the board in cells.</summary>
    public int Rows => _options.Rows;

    /// <summary>Width of the board in cells.</summary>
    public int Columns => _options.Columns;

    /// <summary>Width of the paddle in cells.</summary>
    public int PaddleWidth => _options.PaddleWidth;

    /// <summary>Agent steps from a ball's release to its landing.</summary>
    public int FallTime { get; }

    /// <summary>Agent steps from one release to the next, at least 1: small enough for all balls to be in the air at once.</summary>
    public int Spacing { get; }

    /// <summary>Agent steps in an episode.</summary>
    public int EpisodeLength { get; }

    /// <summary>Agent steps since the reset.</summary>
    public int Time { get; private set; }

    /// <summary>The leftmost column that the paddle covers.</summary>
    public int PaddleColumn { get; private set; }

    /// <summary>Whether the rewards of all balls have been given; also true before the first episode.</summary>
    public bool IsOver => Time >= EpisodeLength;

    /// <summary>The number of the ball that lands, or has just landed, first of those on the board. All earlier balls are gone.</summary>
    public int FirstBall => Math.Max(0, (Time - FallTime + Spacing - 1) / Spacing);

    /// <summary>One more than the number of the ball that was released last.</summary>
    public int EndBall => Math.Min(_options.Balls, Time / Spacing + 1);

    /// <summary>Agent steps since a ball was released.</summary>
    /// <param name="ball">Its number, from <see cref="FirstBall"/> to <see cref="EndBall"/> − 1.</param>
    /// <returns>From 0 to <see cref="FallTime"/>.</returns>
    public int AgeOf(int ball) => Time - ball * Spacing;

    /// <summary>The row in which a ball is now.</summary>
    /// <param name="ball">Its number, from <see cref="FirstBall"/> to <see cref="EndBall"/> − 1.</param>
    /// <returns>From 0 at the top to <see cref="Rows"/> − 1.</returns>
    public int RowOf(int ball) => Math.Min(AgeOf(ball) * _options.BallSpeed, Rows - 1);

    /// <summary>The column in which a ball is now.</summary>
    /// <param name="ball">Its number, from <see cref="FirstBall"/> to <see cref="EndBall"/> − 1.</param>
    /// <returns>From 0 to <see cref="Columns"/> − 1.</returns>
    public int ColumnOf(int ball) => ColumnAfter(_releaseColumns[ball], _velocities[ball], AgeOf(ball));

    /// <summary>The column in which a ball lands.</summary>
    /// <param name="ball">The number of a ball that has been released.</param>
    /// <returns>From 0 to <see cref="Columns"/> − 1.</returns>
    public int LandingColumnOf(int ball) => ColumnAfter(_releaseColumns[ball], _velocities[ball], FallTime);

    /// <summary>Begins an episode: the paddle in the center, the first ball in the top row.</summary>
    internal void Reset()
    {
        Time = 0;
        PaddleColumn = (Columns - PaddleWidth) / 2;
        Release(0);
    }

    /// <summary>Performs one agent step: first the paddle moves, then the balls fall.</summary>
    /// <param name="direction">−1 to the left, 0, or 1 to the right.</param>
    /// <returns>The reward of the ball whose reward is due now, 1 or −1; 0 if there is none.</returns>
    internal int Advance(int direction)
    {
        Time++;
        PaddleColumn = Math.Clamp(PaddleColumn + direction, 0, Columns - PaddleWidth);
        if (TryFindBall(Time, out int released)) Release(released);
        if (TryFindBall(Time - FallTime, out int landed)) _caught[landed] = IsOnPaddle(LandingColumnOf(landed));
        if (TryFindBall(Time - FallTime - _options.RewardDelay, out int paying)) return _caught[paying] ? 1 : -1;
        return 0;
    }

    /// <summary>Saves or restores everything that the future depends on, except the generator.</summary>
    internal void Transfer(StateTransfer state)
    {
        Time = state.Number(Time, "time", 0, EpisodeLength);
        PaddleColumn = state.Number(PaddleColumn, "paddle's column", 0, Columns - PaddleWidth);
        state.Numbers(_releaseColumns, "column of a release", 0, Columns - 1);
        state.Numbers(_velocities, "velocity of a ball", -_options.Drift, _options.Drift);
        state.Truths(_caught, "catch of a ball");
    }

    /// <summary>Finds the ball that was released at a given time, if there is one.</summary>
    private bool TryFindBall(int releaseTime, out int ball)
    {
        ball = releaseTime / Spacing;
        return releaseTime >= 0 && releaseTime % Spacing == 0 && ball < _options.Balls;
    }

    private bool IsOnPaddle(int column) => column >= PaddleColumn && column < PaddleColumn + PaddleWidth;

    private void Release(int ball)
    {
        (int low, int high) = ReachableColumns(ball);
        int landing;
        do
        {
            _releaseColumns[ball] = _generator.NextInteger(Columns);
            _velocities[ball] = _generator.NextInteger(2 * _options.Drift + 1) - _options.Drift;
            landing = LandingColumnOf(ball);
        }
        while (landing < low || landing > high);
    }

    /// <summary>
    /// The landing columns that the paddle can reach. From one landing to the next the paddle can move by <see cref="Spacing"/> columns. If
    /// it covered one column, it can then cover every other column within that distance, no matter where on the paddle the ball landed.
    /// </summary>
    private (int Low, int High) ReachableColumns(int ball)
    {
        if (ball == 0) return (PaddleColumn - FallTime, PaddleColumn + PaddleWidth - 1 + FallTime);
        int previous = LandingColumnOf(ball - 1);
        return (previous - Spacing, previous + Spacing);
    }

    /// <summary>Moves along the columns and bounces off the walls (a straight path over repeated mirror images).</summary>
    private int ColumnAfter(int column, int velocity, int agentSteps)
    {
        int period = 2 * (Columns - 1);
        int position = (column + velocity * agentSteps) % period;
        if (position < 0) position += period;
        return position < Columns ? position : period - position;
    }
}
