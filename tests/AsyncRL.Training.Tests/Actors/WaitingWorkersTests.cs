using AsyncRL.Algorithms.Metrics;
using AsyncRL.Algorithms.Parameters;
using AsyncRL.Algorithms.Workers;
using AsyncRL.Core.Randomness;
using AsyncRL.Core.State;
using AsyncRL.Training.Execution;
using AsyncRL.Training.Tests.Infrastructure;

namespace AsyncRL.Training.Tests.Actors;

/// <summary>
/// Workers that pass items through a short queue: producers wait while it is full, consumers while it is empty. The delays of both are
/// random, so that the queue is full and empty at random times. Meanwhile the run is parked, saved and stopped.
/// </summary>
public class WaitingWorkersTests
{
    private static readonly SharedParameters Shared = Structures.Share(
        Structures.Perceptron(1, 1, 1), new float[Structures.Perceptron(1, 1, 1).Layout.BlockLength]);

    /// <summary>Whenever all workers are parked, every produced item is in the queue or was consumed. No worker ever blocks.</summary>
    [Fact]
    public void A_pool_parks_saves_and_stops_at_any_time_while_workers_wait() => PropertyCheck.ForAllSeeds("waiting workers", 20, seed =>
    {
        var generator = new RandomGenerator(seed);
        var line = new Line(capacity: 1 + generator.NextInteger(3));
        IWorker[] workers =
        [
            new Producer(line, 0, items: 2000, generator.Split(1)),
            new Producer(line, 1, items: 2000, generator.Split(2)),
            new Consumer(line, 0, generator.Split(3)),
        ];
        var pool = new WorkerPool(Shared, workers);
        pool.Start();
        int checkpoints = generator.NextInteger(20);
        for (int i = 0; i < checkpoints; i++)
        {
            pool.WhileParked(() =>
            {
                using var state = new MemoryStream();
                foreach (IWorker worker in workers) worker.Transfer(new StateTransfer(new BinaryWriter(state)));
                state.Position = 0;
                var reader = new BinaryReader(state);
                Assert.Equal(line.Produced, line.Consumed + line.Length);
                Assert.Equal(line.Produced, reader.ReadInt64() + reader.ReadInt64());
                Assert.Equal(line.Consumed, reader.ReadInt64());
            });
        }

        bool isStopped = generator.NextInteger(2) == 0;
        if (isStopped) pool.Stop();
        Assert.True(pool.WaitForEnd(Threads.Forever));
        Assert.Null(pool.Fault);
        Assert.Equal(line.Produced, line.Consumed + line.Length);
        if (!isStopped) Assert.Equal((4000, 4000, 0), (line.Produced, line.Consumed, line.Length));
    });

    /// <summary>A waiting worker gets further turns until it is finished. A worker that finishes at once gets no further turn.</summary>
    [Fact]
    public void A_waiting_worker_is_asked_again_and_a_finished_one_is_not()
    {
        var line = new Line(capacity: 1);
        IWorker[] workers = [new Consumer(line, 0, new RandomGenerator(1)), new Producer(line, 0, items: 0, new RandomGenerator(2))];
        var pool = new WorkerPool(Shared, workers);
        pool.Start();
        Assert.True(pool.WaitForEnd(Threads.Forever));
        Assert.Equal(1, ((Producer)workers[1]).Turns);
    }

    /// <summary>A queue with a lock. Its operations are short, and only the pool is tested.</summary>
    private sealed class Line(int capacity)
    {
        private readonly Lock _gate = new();
        private int _closed;

        internal int Length { get; private set; }

        internal long Produced { get; private set; }

        internal long Consumed { get; private set; }

        internal int Producers { get; set; }

        internal bool IsClosed
        {
            get
            {
                lock (_gate) return _closed == Producers && Length == 0;
            }
        }

        internal void Close()
        {
            lock (_gate) _closed++;
        }

        internal bool TryAdd()
        {
            lock (_gate)
            {
                if (Length == capacity) return false;
                (Length, Produced) = (Length + 1, Produced + 1);
                return true;
            }
        }

        internal bool TryTake()
        {
            lock (_gate)
            {
                if (Length == 0) return false;
                (Length, Consumed) = (Length - 1, Consumed + 1);
                return true;
            }
        }
    }

    private abstract class Worker(string name, RandomGenerator generator) : IWorker
    {
        public string Name => name;

        public ActorStatistics Statistics { get; } = new();

        internal int Turns { get; private set; }

        protected long Done { get; set; }

        public Turn Run()
        {
            Turns++;
            Thread.SpinWait(generator.NextInteger(200));
            return Work();
        }

        public void Abandon()
        {
        }

        public void Transfer(StateTransfer state) => Done = state.LongNumber(Done, "number of turns that worked", 0, long.MaxValue);

        protected abstract Turn Work();
    }

    private sealed class Producer : Worker
    {
        private readonly Line _line;
        private readonly int _items;

        internal Producer(Line line, int index, int items, RandomGenerator generator)
            : base($"producer {index}", generator)
        {
            (_line, _items) = (line, items);
            line.Producers++;
        }

        protected override Turn Work()
        {
            if (Done == _items)
            {
                _line.Close();
                return Turn.Finished;
            }

            if (!_line.TryAdd()) return Turn.Waiting;
            Done++;
            return Turn.Worked;
        }
    }

    private sealed class Consumer(Line line, int index, RandomGenerator generator) : Worker($"consumer {index}", generator)
    {
        protected override Turn Work()
        {
            if (line.IsClosed) return Turn.Finished;
            if (!line.TryTake()) return Turn.Waiting;
            Done++;
            return Turn.Worked;
        }
    }
}
