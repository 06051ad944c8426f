using System.Runtime.InteropServices;

// Applies to every import of this assembly: a library beside the program, or of the current directory, is not taken for the system's.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
