namespace FeedHub.Server.Commands;

/// <summary>What the shell is told.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>It ran, but something failed.</summary>
    public const int Failed = 1;

    /// <summary>Used wrongly, or misconfigured.</summary>
    public const int Misused = 2;
}
