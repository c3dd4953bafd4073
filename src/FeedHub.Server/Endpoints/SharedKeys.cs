using System.Xml.Linq;
using FeedHub.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace FeedHub.Server.Endpoints;

/// <summary>
/// The framework's data protection keys in the hub's database, so that a form which one process made is known to all. All they protect is the
/// dashboard's form token; they are not encrypted.
/// </summary>
internal sealed class SharedKeys(FormKeys keys) : IXmlRepository
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<FormKeys>();
        services.AddDataProtection().SetApplicationName("FeedHub");
        services.AddOptions<KeyManagementOptions>().Configure<FormKeys>((options, keys) => options.XmlRepository = new SharedKeys(keys));
    }

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. keys.ReadAsync(CancellationToken.None).GetAwaiter().GetResult().Select(xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) =>
        keys.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}
