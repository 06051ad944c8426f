#:package AsyncRL.Library@0.1.0
using AsyncRL;

// A run of another program, whose environment, network and optimizer this program does not have.
using Agent loaded = Agent.Load(args[0]);
Console.WriteLine($"at 0.5 it takes {loaded.Act([0.5f]).Choice}");
