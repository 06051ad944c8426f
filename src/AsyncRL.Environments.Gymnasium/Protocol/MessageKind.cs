namespace AsyncRL.Environments.Gymnasium.Protocol;

/// <summary>The kinds of messages, as docs/environments/protocol.md numbers them.</summary>
internal enum MessageKind : byte
{
    /// <summary>Asks for an environment, in JSON.</summary>
    Make = 1,

    /// <summary>Begins an episode, with a seed or without.</summary>
    Reset = 2,

    /// <summary>Performs an agent step.</summary>
    Step = 3,

    /// <summary>Asks for a picture for people.</summary>
    Render = 4,

    /// <summary>Ends the environment. It has no answer.</summary>
    Close = 5,

    /// <summary>Answers <see cref="Make"/>: the spaces, in JSON.</summary>
    Spaces = 17,

    /// <summary>Answers <see cref="Reset"/>: the first observation.</summary>
    Observation = 18,

    /// <summary>Answers <see cref="Step"/>: the reward, the end, and the next observation.</summary>
    Outcome = 19,

    /// <summary>Answers <see cref="Render"/>: height, width, and the bytes of the picture.</summary>
    Image = 20,

    /// <summary>Answers <see cref="Make"/>: a sentence that tells why the environment cannot be made.</summary>
    Refused = 21,

    /// <summary>Answers any message but <see cref="Make"/>: what failed, and the text of the failure.</summary>
    Failed = 22,
}
