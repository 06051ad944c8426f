using System.Xml.Linq;
using AsyncRL.TestSources;

namespace AsyncRL.Architecture.Tests;

/// <summary>A project reference is a door, and there are no others than those of the table.</summary>
public class DoorTests
{
    [Fact]
    public void No_project_has_a_door_that_the_table_has_not()
    {
        IReadOnlyList<string> projects = Repository.FilesBelow("src", "*.csproj");
        Assert.True(projects.Count >= 5, $"Found {projects.Count} projects.");
        foreach (string project in projects)
            Assert.Empty(Doors.Violations(Path.GetFileNameWithoutExtension(project), XDocument.Load(Repository.PathOf(project))));
    }

    /// <summary>What is referenced for all projects at once would be a door of every room.</summary>
    [Fact]
    public void No_shared_project_file_of_the_sources_references_anything()
    {
        foreach (string file in (string[])["Directory.Build.props", .. Repository.FilesBelow("src", "*.props"), .. Repository.FilesBelow("src", "*.targets")])
            Assert.Empty(Doors.References(XDocument.Load(Repository.PathOf(file))));
    }

    [Fact]
    public void A_project_bears_the_name_of_its_folder()
    {
        foreach (string project in Repository.FilesBelow("src", "*.csproj"))
            Assert.Equal($"src/{Path.GetFileNameWithoutExtension(project)}/{Path.GetFileName(project)}", project);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = File.ReadAllText(Repository.PathOf("AsyncRL.sln")).Replace('\\', '/');
        foreach (string project in (string[])[.. Repository.FilesBelow("src", "*.csproj"), .. Repository.FilesBelow("tests", "*.csproj")])
            Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AsyncRL.Numerics", "<ProjectReference Include='../AsyncRL.Environments/AsyncRL.Environments.csproj'/>", "AsyncRL.Environments")]
    [InlineData("AsyncRL.Numerics", "<ProjectReference Include='..\\AsyncRL.Training\\AsyncRL.Training.csproj'/>", "AsyncRL.Training")]
    [InlineData("AsyncRL.Environments", "<ProjectReference Include='../AsyncRL.Numerics/AsyncRL.Numerics.csproj'/>", "AsyncRL.Numerics")]
    [InlineData("AsyncRL.Training", "<ProjectReference Include='../AsyncRL.Cli/AsyncRL.Cli.csproj'/>", "AsyncRL.Cli")]
    [InlineData("AsyncRL.Training", "<PackageReference Include='MathNet.Numerics;TorchSharp'/>", "TorchSharp")]
    [InlineData("AsyncRL.Training", "<PackageReference Include='System.Numerics.Tensors'/>", "System.Numerics.Tensors")]
    [InlineData("AsyncRL.Randomness", "<FrameworkReference Include='Microsoft.AspNetCore.App'/>", "Microsoft.AspNetCore.App")]
    [InlineData("AsyncRL.Environments.Gym", "<ProjectReference Include='../AsyncRL.Training/AsyncRL.Training.csproj'/>", "AsyncRL.Training")]
    public void A_door_that_is_not_in_the_table_is_found(string assembly, string reference, string expected) => Assert.Equal(
        [$"{assembly} references {expected}, for which the table has no door."],
        Doors.Violations(assembly, XDocument.Parse($"<Project><ItemGroup>{reference}</ItemGroup></Project>")));

    [Fact]
    public void A_room_that_is_not_in_the_table_is_found() =>
        Assert.Equal(["AsyncRL.Attic has no row in the table."], Doors.Violations("AsyncRL.Attic", XDocument.Parse("<Project/>")));
}
