using System.Runtime.CompilerServices;

namespace FeedHub.Tests.Support;

/// <summary>Tests expect the sentences in English, whatever the machine's locale; those of Arabic ask for it.</summary>
internal static class English
{
    [ModuleInitializer]
    internal static void Speak() => Environment.SetEnvironmentVariable("FEEDHUB_LANG", "en");
}
