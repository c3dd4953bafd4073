return await FeedHub.Server.Commands.CommandLine.RunAsync(args);
