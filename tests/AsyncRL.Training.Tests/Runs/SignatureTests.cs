using AsyncRL.Core.Options;
using AsyncRL.Numerics.Vectors;
using AsyncRL.TestSources;
using AsyncRL.Training.Exchange;
using AsyncRL.Training.Runs;

namespace AsyncRL.Training.Tests.Runs;

public class SignatureTests
{
    [Fact]
    public void The_kind_says_whether_the_machine_fuses() => Assert.Equal(VectorChoice.IsFused ? "fused" : "unfused", Signature.Kind);

    /// <summary>
    /// A commit that changes the numbers on purpose must write the new hashes into the file and state the reason. The hash of the other
    /// kind comes from a run with the environment variable DOTNET_EnableHWIntrinsic set to 0.
    /// </summary>
    [Fact]
    public void The_signature_is_the_committed_one()
    {
        string hash = Signature.Compute();
        Assert.Matches("^[0-9a-f]{16}$", hash);
        Assert.Contains($"{Signature.Kind} {hash}", File.ReadAllLines(Repository.PathOf("tests/signature.txt")));
    }

    [Fact]
    public void Two_computations_agree() => Assert.Equal(Signature.Compute(), Signature.Compute());

    /// <summary>The request names every option, so that a change of a preset or a default does not change the hash.</summary>
    [Fact]
    public void Every_option_that_has_a_say_in_the_numbers_is_named()
    {
        var named = new SortedSet<string>(Signature.Request.Assignments.Keys);
        var all = new SortedSet<string>(TrainingConfiguration.Resolve(Signature.Request).AllAssignments().Keys);
        all.ExceptWith(["report-seconds", "checkpoint-seconds", "keep-checkpoints", "table-rows", "pin"]);

        // They have no effect on a run of one rank.
        all.ExceptWith(OptionSet.ToAssignments(new ExchangeOptions()).Keys);
        Assert.Equal(all, named);
    }

    [Fact]
    public void The_file_has_a_line_for_each_kind()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("tests/signature.txt"));
        Assert.Equal(2, lines.Length);
        Assert.Matches("^fused [0-9a-f]{16}$", lines[0]);
        Assert.Matches("^unfused [0-9a-f]{16}$", lines[1]);
    }
}
