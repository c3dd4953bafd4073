using System.CommandLine;
using FeedHub.Server;
using FeedHub.Server.Commands;

try
{
    return await HubCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is BadSettingException or DataFolderInUseException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return ExitCode.Misused;
}
