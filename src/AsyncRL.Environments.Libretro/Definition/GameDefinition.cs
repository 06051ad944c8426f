using System.Collections.Immutable;

namespace AsyncRL.Environments.Libretro.Definition;

/// <summary>
/// A game as a file describes it (docs/environments/libretro.md): the core, the game, the actions, and what memory means.
/// </summary>
internal sealed record GameDefinition
{
    /// <summary>The path or the name of the core's library, for example nestopia_libretro.so.</summary>
    internal required string Core { get; init; }

    /// <summary>The full path of the game.</summary>
    internal required string Game { get; init; }

    /// <summary>The names of the actions, such as "up+a". The first holds no button.</summary>
    internal required ImmutableArray<string> Actions { get; init; }

    /// <summary>The frames before every episode.</summary>
    internal required ImmutableArray<StartStep> Start { get; init; }

    /// <summary>What rewards come from.</summary>
    internal required ImmutableArray<RewardTerm> Rewards { get; init; }

    /// <summary>What ends an episode; empty if only time does.</summary>
    internal required ImmutableArray<EndCondition> Ends { get; init; }

    /// <summary>Where the number of lives is; null if the game has none.</summary>
    internal MemoryNumber? Lives { get; init; }

    /// <summary>Numbers for pictures.</summary>
    internal required ImmutableArray<NamedNumber> Facts { get; init; }
}

/// <summary>Some frames in which buttons are held, before an episode.</summary>
/// <param name="Held">The buttons, a bit for each.</param>
/// <param name="Frames">Number of frames.</param>
internal readonly record struct StartStep(short Held, int Frames);

/// <summary>What a reward comes from.</summary>
internal enum RewardKind
{
    /// <summary>The difference of a number from the frame before.</summary>
    Difference,

    /// <summary>The difference where it is positive.</summary>
    Increase,

    /// <summary>The negative of the difference where that is positive: what the number lost.</summary>
    Decrease,

    /// <summary>1 in a frame in which the number changes.</summary>
    Change,

    /// <summary>The number itself, in every frame.</summary>
    Value,
}

/// <summary>A term of the reward.</summary>
/// <param name="Number">The number.</param>
/// <param name="Kind">What it becomes.</param>
/// <param name="Weight">The factor.</param>
internal sealed record RewardTerm(MemoryNumber Number, RewardKind Kind, double Weight)
{
    /// <summary>The reward of a frame.</summary>
    internal double Of(long before, long now) => Weight * Kind switch
    {
        RewardKind.Difference => now - before,
        RewardKind.Increase => Math.Max(0, now - before),
        RewardKind.Decrease => Math.Max(0, before - now),
        RewardKind.Change => now == before ? 0 : 1,
        _ => now,
    };
}

/// <summary>A condition that ends an episode: a number is in a range, or it is not what it was when the episode began.</summary>
/// <param name="Number">The number.</param>
/// <param name="Low">The smallest number that ends it.</param>
/// <param name="High">The largest number that ends it.</param>
/// <param name="Changes">Whether a change ends it, instead of the range.</param>
internal sealed record EndCondition(MemoryNumber Number, long Low, long High, bool Changes)
{
    /// <summary>Whether it holds.</summary>
    internal bool Holds(long atStart, long now) => Changes ? now != atStart : now >= Low && now <= High;
}

/// <summary>A number with a name and the range in which pictures show it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Number">The number.</param>
/// <param name="Low">The smallest number of a picture.</param>
/// <param name="High">The largest number of a picture.</param>
internal sealed record NamedNumber(string Name, MemoryNumber Number, double Low, double High);

/// <summary>How the bytes of a number are to be read.</summary>
internal enum NumberForm
{
    /// <summary>A binary number, not negative.</summary>
    Unsigned,

    /// <summary>A binary number in two's complement.</summary>
    Signed,

    /// <summary>Two decimal digits in each byte (binary-coded decimal), as scores often are.</summary>
    Decimal,

    /// <summary>One decimal digit in each byte.</summary>
    Digits,
}

/// <summary>A number in the game's memory.</summary>
/// <param name="Address">The position of its first byte.</param>
/// <param name="Length">Number of bytes, 1 to 4; up to 9 digits.</param>
/// <param name="Form">How they are to be read.</param>
/// <param name="IsBigEndian">Whether the first byte is the most significant one.</param>
internal sealed record MemoryNumber(int Address, int Length, NumberForm Form, bool IsBigEndian)
{
    /// <summary>The first position after the number.</summary>
    internal int End => Address + Length;

    /// <summary>Reads it. A nibble above 9 in a decimal number counts as it is.</summary>
    internal long Read(ReadOnlySpan<byte> memory)
    {
        long number = 0;
        for (int i = 0; i < Length; i++)
        {
            byte part = memory[IsBigEndian ? Address + i : Address + Length - 1 - i];
            number = Form switch
            {
                NumberForm.Decimal => (number * 100) + ((part >> 4) * 10) + (part & 15),
                NumberForm.Digits => (number * 10) + (part & 15),
                _ => (number << 8) | part,
            };
        }

        int unused = 64 - (8 * Length);
        return Form == NumberForm.Signed ? number << unused >> unused : number;
    }
}
