using AsyncRL.Cli.Parsing;
using AsyncRL.Training.Runs;

namespace AsyncRL.Cli.Commands;

/// <summary><c>asyncrl signature</c>: the hash of a fixed small training.</summary>
internal sealed class SignatureCommand : ExampledCommand
{
    internal SignatureCommand(ConsoleHost consoleHost)
        : base(
            "signature",
            "Print the kind of arithmetic and the hash of a fixed small training, to check that a change keeps the computed numbers.",
            ["Prints \"fused HASH\" or \"unfused HASH\": machines that fuse multiply and add have a hash of their own."],
            ["asyncrl signature"])
    {
        SetAction(_ =>
        {
            string hash = Signature.Compute();
            consoleHost.Output.WriteLine($"{Signature.Kind} {hash}");
            return ExitCode.Success;
        });
    }
}
