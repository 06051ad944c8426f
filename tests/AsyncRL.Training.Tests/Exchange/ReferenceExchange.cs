namespace AsyncRL.Training.Tests.Exchange;

/// <summary>The schemes of exchange in double precision, written from their formulas.</summary>
internal sealed class ReferenceExchange
{
    private readonly string _scheme;
    private readonly double[][] _taken;
    private readonly double[][] _movement;
    private int _turn;

    internal ReferenceExchange(string scheme, int ranks, int length)
    {
        _scheme = scheme;
        Theta = new double[ranks][];
        _taken = new double[ranks][];
        _movement = new double[ranks][];
        for (int rank = 0; rank < ranks; rank++)
            (Theta[rank], _taken[rank], _movement[rank]) = (new double[length], new double[length], new double[length]);
        Common = new double[length];
    }

    internal double[][] Theta { get; }

    internal double[] Common { get; private set; }

    internal void Move(int rank, Func<int, float> by)
    {
        for (int i = 0; i < Common.Length; i++) Theta[rank][i] += by(i);
    }

    internal void Begin(int round)
    {
        _turn = round % Theta.Length;
        for (int rank = 0; rank < Theta.Length; rank++)
        {
            double[] since = _scheme == "turns" ? _taken[rank] : Common;
            for (int i = 0; i < Common.Length; i++) _movement[rank][i] = Theta[rank][i] - since[i];
        }
    }

    internal void End()
    {
        int ranks = Theta.Length;
        double[] next = [.. Common];
        for (int i = 0; i < Common.Length; i++)
        {
            double sum = 0;
            for (int rank = 0; rank < ranks; rank++) sum += _movement[rank][i];
            next[i] += _scheme switch
            {
                "mean" => sum / ranks,
                "sum" => sum,
                "elastic" => 0.9 / ranks * sum,
                _ => _movement[_turn][i],
            };
            for (int rank = 0; rank < ranks; rank++)
            {
                // Without movements during the round: mean and sum end at the common θ, elastic keeps most of its distance to the old one.
                double moved = _scheme switch
                {
                    "elastic" => -0.9 / ranks * _movement[rank][i],
                    "turns" => rank == _turn ? next[i] - (_taken[rank][i] + _movement[rank][i]) : 0,
                    _ => next[i] - (Common[i] + _movement[rank][i]),
                };
                Theta[rank][i] += moved;
            }
        }

        Common = next;
        if (_scheme == "turns") next.CopyTo(_taken[_turn], 0);
    }
}
