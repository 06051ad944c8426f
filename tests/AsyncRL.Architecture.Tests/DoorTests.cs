using System.Xml.Linq;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>Tests that the only project references are those in the table of docs/architecture.md.</summary>
public class DoorTests
{
    private const string Table = """
        # A house

        | assembly | what lives there | may reference |
        | --- | --- | --- |
        | `AsyncRL.Attic` | the trunk | –; Wood |
        | `AsyncRL.Office` | clerks | Attic; Paper, Office.Chairs |
        | `AsyncRL.House` | everybody | all of the above; Bricks |

        | assembly | what lives there | may reference |
        | `AsyncRL.Later` | another table | Wood |
        """;

    private static readonly IReadOnlyList<string> Projects = Repository.FilesBelow("src", "*.csproj");

    [Fact]
    public void There_are_projects() => Assert.True(Projects.Count >= 5, $"Found {Projects.Count} projects.");

    [Fact]
    public void No_project_has_a_door_that_the_table_has_not()
    {
        foreach (string project in Projects)
        {
            string assembly = Path.GetFileNameWithoutExtension(project);
            Assert.Empty(Doors.Documented.Violations(assembly, XDocument.Load(Repository.PathOf(project))));
        }
    }

    [Fact]
    public void Every_room_of_the_table_has_a_project()
    {
        string[] assemblies = Array.ConvertAll([.. Projects], project => Path.GetFileNameWithoutExtension(project));
        Assert.All(Doors.Documented.Assemblies, assembly => Assert.Contains(assembly, assemblies));
    }

    /// <summary>A reference that is set for all projects at once would apply to every assembly.</summary>
    [Fact]
    public void No_shared_project_file_of_the_sources_references_anything()
    {
        IReadOnlyList<string> props = Repository.FilesBelow("src", "*.props"), targets = Repository.FilesBelow("src", "*.targets");
        foreach (string file in (string[])["Directory.Build.props", .. props, .. targets])
            Assert.Empty(Doors.References(XDocument.Load(Repository.PathOf(file))));
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
    [InlineData("Attic", "<ProjectReference Include='../AsyncRL.Office/AsyncRL.Office.csproj'/>", "AsyncRL.Office")]
    [InlineData("Attic", "<ProjectReference Include='..\\AsyncRL.Office\\AsyncRL.Office.csproj'/>", "AsyncRL.Office")]
    [InlineData("Attic", "<PackageReference Include='Wood;Glass'/>", "Glass")]
    [InlineData("Attic", "<FrameworkReference Include='Microsoft.AspNetCore.App'/>", "Microsoft.AspNetCore.App")]
    [InlineData("Office", "<ProjectReference Include='../AsyncRL.House/AsyncRL.House.csproj'/>", "AsyncRL.House")]
    [InlineData("Office", "<PackageReference Include='Wood'/>", "Wood")]
    [InlineData("House", "<PackageReference Include='Wood'/>", "Wood")]
    public void A_door_that_is_not_in_the_table_is_found(string room, string reference, string expected) => Assert.Equal(
        [$"AsyncRL.{room} references {expected}, for which the table has no door."], Violations(room, reference));

    [Theory]
    [InlineData("Office", "<ProjectReference Include='../AsyncRL.Attic/AsyncRL.Attic.csproj'/>")]
    [InlineData("House", "<ProjectReference Include='../AsyncRL.Attic/AsyncRL.Attic.csproj'/>")]
    [InlineData("House", "<ProjectReference Include='../AsyncRL.Office/AsyncRL.Office.csproj'/>")]
    [InlineData("Attic", "<PackageReference Include='Wood'/>")]
    [InlineData("Office", "<PackageReference Include='Paper;Office.Chairs'/>")]
    [InlineData("House", "<PackageReference Include='Bricks'/>")]
    public void A_door_that_is_in_the_table_is_allowed(string room, string reference) => Assert.Empty(Violations(room, reference));

    [Theory]
    [InlineData("Shed")]
    [InlineData("Attic.Trunk")]
    [InlineData("Later")]
    public void A_room_that_is_not_in_the_table_is_found(string room) =>
        Assert.Equal([$"AsyncRL.{room} has no row in the table."], Violations(room, ""));

    [Theory]
    [InlineData("# A house\n")]
    [InlineData("| assembly | what lives there | may reference |\n| --- | --- | --- |\n| `AsyncRL.Attic` | – |\n")]
    public void A_document_without_a_table_of_three_columns_is_refused(string document) =>
        Assert.Throws<FormatException>(() => Doors.Parse(document));

    private static List<string> Violations(string room, string reference) => Doors.Parse(Table).Violations(
        $"AsyncRL.{room}", XDocument.Parse($"<Project><ItemGroup>{reference}</ItemGroup></Project>"));
}
