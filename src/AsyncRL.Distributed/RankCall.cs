namespace AsyncRL.Distributed;

/// <summary>The calls that all ranks make together.</summary>
internal enum RankCall
{
    /// <summary>No call runs.</summary>
    None,

    /// <summary>Bytes of rank 0 for all.</summary>
    Broadcast,

    /// <summary>Bytes of all for rank 0.</summary>
    Gather,

    /// <summary>Bytes of rank 0, others for each.</summary>
    Scatter,

    /// <summary>The sum of a block.</summary>
    Sum,

    /// <summary>A part of a block of each rank for each rank.</summary>
    Transpose,

    /// <summary>A part of a block of each rank for all.</summary>
    Share,

    /// <summary>The end of the run.</summary>
    Leave,

    /// <summary>Rank 0's answer to the end of the run, when all ranks have come to it.</summary>
    Release,
}
