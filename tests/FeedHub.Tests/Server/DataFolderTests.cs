using FeedHub.Server;

namespace FeedHub.Tests.Server;

public sealed class DataFolderTests
{
    [Fact]
    public void A_second_hub_in_the_same_folder_is_told_so_until_the_first_has_ended()
    {
        var folder = Directory.CreateTempSubdirectory("feedhub-held-");
        using (DataFolder.Hold(folder.FullName))
        {
            Assert.Contains("Another FeedHub is serving", Assert.Throws<DataFolderInUseException>(() => DataFolder.Hold(folder.FullName)).Message, StringComparison.Ordinal);
        }

        DataFolder.Hold(folder.FullName).Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>As in one of a read-only file system, no file can be made in <c>/proc</c>, whoever asks.</summary>
    [Fact]
    public void A_folder_that_takes_no_file_is_not_taken_for_one_that_is_in_use()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc.");

        var exception = Assert.Throws<BadSettingException>(() => DataFolder.Hold("/proc/self"));

        Assert.Contains("cannot be written", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--data", exception.Message, StringComparison.Ordinal);
    }
}
