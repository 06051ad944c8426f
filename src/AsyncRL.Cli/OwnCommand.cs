using System.Reflection;
using AsyncRL.Cli.Views;

namespace AsyncRL.Cli;

/// <summary>Finds what runs the present program in a shell, for hints such as "asyncrl play DIR".</summary>
internal static class OwnCommand
{
    /// <summary>The command of this project.</summary>
    internal const string Default = "asyncrl";

    /// <summary>The .NET SDK puts the path of a program of one file here.</summary>
    private const string FileOfProgram = "EntryPointFilePath";

    private const string Tool = "AsyncRL.Tool";

    /// <summary>Finds the command: "asyncrl", or for a user's program "dotnet run command.cs --" or the name of its assembly.</summary>
    /// <returns>The command.</returns>
    internal static string Find()
    {
        if (AppContext.GetData(FileOfProgram) is string file)
            return $"dotnet run {NumberText.Quoted(Path.GetRelativePath(Directory.GetCurrentDirectory(), file))} --";
        string name = Assembly.GetEntryAssembly()?.GetName().Name ?? Default;
        return name == Tool ? Default : name;
    }
}
