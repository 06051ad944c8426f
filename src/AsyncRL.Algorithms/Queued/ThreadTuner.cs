using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;

namespace AsyncRL.Algorithms.Queued;

/// <summary>
/// Chooses how many threads predict and how many learn, by a random walk (Babaeizadeh et al. 2017): it changes each number by −1, 0 or +1,
/// and takes the change back if the trainings per second fell. One thread decides; the others read the numbers.
/// </summary>
/// <remarks>
/// An interval with the present numbers comes before each interval with changed ones, because the speed also changes by itself, for
/// example when episodes become longer.
/// </remarks>
internal sealed class ThreadTuner
{
    private readonly int _threads;
    private readonly RandomGenerator _generator;
    private int _predictors;
    private int _trainers;
    private int _keptPredictors;
    private int _keptTrainers;
    private double _rate;

    /// <summary>Begins with the numbers of the options, or with fewer if there are too few threads.</summary>
    /// <param name="threads">Number of threads, each of which can predict and learn.</param>
    /// <param name="predictors">Number of threads that predict at the beginning.</param>
    /// <param name="trainers">Number of threads that learn at the beginning.</param>
    /// <param name="generator">Draws the changes.</param>
    internal ThreadTuner(int threads, int predictors, int trainers, RandomGenerator generator)
    {
        (_threads, _generator) = (threads, generator);
        (_predictors, _trainers) = (Math.Min(predictors, threads), Math.Min(trainers, threads));
        (_keptPredictors, _keptTrainers) = (_predictors, _trainers);
    }

    /// <summary>Number of threads that predict.</summary>
    internal int Predictors => Volatile.Read(ref _predictors);

    /// <summary>Number of threads that learn.</summary>
    internal int Trainers => Volatile.Read(ref _trainers);

    /// <summary>Whether the present numbers are a change that may be taken back.</summary>
    internal bool IsTrying => (_predictors, _trainers) != (_keptPredictors, _keptTrainers);

    /// <summary>Ends an interval: decides about the change that was tried in it, or tries one.</summary>
    /// <param name="trainingsPerSecond">Updates per second of the interval.</param>
    internal void EndInterval(double trainingsPerSecond)                        // GA3C:7
    {
        if (!IsTrying)
        {
            _rate = trainingsPerSecond;
            Set(Neighbour(_predictors), Neighbour(_trainers));
            return;
        }

        if (trainingsPerSecond < _rate) Set(_keptPredictors, _keptTrainers);
        (_keptPredictors, _keptTrainers) = (_predictors, _trainers);
    }

    /// <summary>Writes or reads the numbers, the change under trial, and the generator.</summary>
    internal void Transfer(StateTransfer state)
    {
        state.Number(ref _predictors, "number of predictors", 1, _threads);
        state.Number(ref _trainers, "number of trainers", 1, _threads);
        state.Number(ref _keptPredictors, "number of predictors", 1, _threads);
        state.Number(ref _keptTrainers, "number of trainers", 1, _threads);
        state.Real(ref _rate, "trainings per second", 0, double.MaxValue);
        state.Generator(_generator);
    }

    private int Neighbour(int number) => Math.Clamp(number + _generator.NextInteger(3) - 1, 1, _threads);

    private void Set(int predictors, int trainers)
    {
        Volatile.Write(ref _predictors, predictors);
        Volatile.Write(ref _trainers, trainers);
    }
}
