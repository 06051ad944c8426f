using System.Xml.Linq;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>Tests that the only project references are those in the table of docs/architecture.md.</summary>
public class ReferenceTests
{
    private const string Table = """
        # Assemblies

        | assembly | contents | may reference |
        | --- | --- | --- |
        | `AsyncRL.Base` | kernels | –; First |
        | `AsyncRL.Middle` | algorithms | Base; Third, Middle.Package |
        | `AsyncRL.Top` | commands | all of the above; Fourth |

        | assembly | contents | may reference |
        | `AsyncRL.Later` | another table | First |
        """;

    private static readonly IReadOnlyList<string> Projects = Repository.FilesBelow("src", "*.csproj");

    [Fact]
    public void There_are_projects() => Assert.True(Projects.Count >= 5, $"Found {Projects.Count} projects.");

    [Fact]
    public void No_project_has_a_reference_that_is_not_in_the_table()
    {
        foreach (string project in Projects)
        {
            string assembly = Path.GetFileNameWithoutExtension(project);
            Assert.Empty(AllowedReferences.Documented.Violations(assembly, XDocument.Load(Repository.PathOf(project))));
        }
    }

    [Fact]
    public void Every_assembly_of_the_table_has_a_project()
    {
        string[] assemblies = Array.ConvertAll([.. Projects], project => Path.GetFileNameWithoutExtension(project));
        Assert.All(AllowedReferences.Documented.Assemblies, assembly => Assert.Contains(assembly, assemblies));
    }

    /// <summary>A reference that is set for all projects at once would apply to every assembly.</summary>
    [Fact]
    public void No_shared_project_file_of_the_sources_references_anything()
    {
        IReadOnlyList<string> props = Repository.FilesBelow("src", "*.props"), targets = Repository.FilesBelow("src", "*.targets");
        foreach (string file in (string[])["Directory.Build.props", .. props, .. targets])
            Assert.Empty(AllowedReferences.References(XDocument.Load(Repository.PathOf(file))));
    }

    [Fact]
    public void A_project_bears_the_name_of_its_folder()
    {
        foreach (string project in Projects)
            Assert.Equal($"src/{Path.GetFileNameWithoutExtension(project)}/{Path.GetFileName(project)}", project);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Repository.PathOf("AsyncRL.sln")).Replace('\\', '/');
        foreach (string project in (string[])[.. Projects, .. Repository.FilesBelow("tests", "*.csproj")])
            Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Base", "<ProjectReference Include='../AsyncRL.Middle/AsyncRL.Middle.csproj'/>", "AsyncRL.Middle")]
    [InlineData("Base", "<ProjectReference Include='..\\AsyncRL.Middle\\AsyncRL.Middle.csproj'/>", "AsyncRL.Middle")]
    [InlineData("Base", "<PackageReference Include='First;Second'/>", "Second")]
    [InlineData("Base", "<FrameworkReference Include='Microsoft.AspNetCore.App'/>", "Microsoft.AspNetCore.App")]
    [InlineData("Middle", "<ProjectReference Include='../AsyncRL.Top/AsyncRL.Top.csproj'/>", "AsyncRL.Top")]
    [InlineData("Middle", "<PackageReference Include='First'/>", "First")]
    [InlineData("Top", "<PackageReference Include='First'/>", "First")]
    public void A_reference_that_is_not_in_the_table_is_found(string assembly, string reference, string expected) => Assert.Equal(
        [$"AsyncRL.{assembly} references {expected}, which the table does not allow."], Violations(assembly, reference));

    [Theory]
    [InlineData("Middle", "<ProjectReference Include='../AsyncRL.Base/AsyncRL.Base.csproj'/>")]
    [InlineData("Top", "<ProjectReference Include='../AsyncRL.Base/AsyncRL.Base.csproj'/>")]
    [InlineData("Top", "<ProjectReference Include='../AsyncRL.Middle/AsyncRL.Middle.csproj'/>")]
    [InlineData("Base", "<PackageReference Include='First'/>")]
    [InlineData("Middle", "<PackageReference Include='Third;Middle.Package'/>")]
    [InlineData("Top", "<PackageReference Include='Fourth'/>")]
    public void A_reference_that_is_in_the_table_is_allowed(string assembly, string reference) =>
        Assert.Empty(Violations(assembly, reference));

    [Theory]
    [InlineData("Missing")]
    [InlineData("Base.Part")]
    [InlineData("Later")]
    public void An_assembly_that_is_not_in_the_table_is_found(string assembly) =>
        Assert.Equal([$"AsyncRL.{assembly} has no row in the table."], Violations(assembly, ""));

    [Theory]
    [InlineData("# Assemblies\n")]
    [InlineData("| assembly | contents | may reference |\n| --- | --- | --- |\n| `AsyncRL.Base` | – |\n")]
    public void A_document_without_a_table_of_three_columns_is_refused(string document) =>
        Assert.Throws<FormatException>(() => AllowedReferences.Parse(document));

    private static List<string> Violations(string assembly, string reference) => AllowedReferences.Parse(Table).Violations(
        $"AsyncRL.{assembly}", XDocument.Parse($"<Project><ItemGroup>{reference}</ItemGroup></Project>"));
}
