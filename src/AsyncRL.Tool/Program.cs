return AsyncRL.Cli.AsyncRLCommand.Run(args);
