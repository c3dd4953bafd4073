using System.Text;

namespace FeedHub.Tests.Support;

/// <summary>
/// Many papers whose feeds carry excerpts, on as many hosts of loopback as the test wants; how an article's page comes, or does not, its number says.
/// </summary>
internal sealed class Newspapers : IAsyncDisposable
{
    public const string Last = "وأضاف أن المرحلة التالية، وهي ترميم الخان المجاور، تبدأ في الخريف وتنتهي قبل موسم السياحة المقبل في المدينة.";

    private readonly HostileOrigin _origin;
    private readonly Func<int, int, string> _page;
    private readonly int _articles;
    private readonly int _hosts;

    /// <param name="page">Of a paper and an article: <c>good</c>, <c>slow</c>, <c>hang</c> or <c>fail</c>.</param>
    public Newspapers(int hosts, int articles, Func<int, int, string> page)
    {
        (_hosts, _articles, _page) = (hosts, articles, page);
        _origin = new HostileOrigin(AnswerAsync, "0.0.0.0");
    }

    public IReadOnlyList<string> Requests => _origin.Requests;

    public string Feed(int paper) => $"http://{Host(paper)}:{_origin.Port}/{paper}/feed";

    public ValueTask DisposeAsync() => _origin.DisposeAsync();

    private string Host(int paper) => $"127.1.{paper % _hosts / 250}.{(paper % _hosts % 250) + 1}";

    private async Task AnswerAsync(HostileOrigin.Connection connection)
    {
        var parts = connection.Path.Trim('/').Split('/');
        var paper = int.Parse(parts[0]);
        if (parts[1] == "feed")
        {
            await SendAsync(connection, "application/rss+xml", Rss(paper));
            return;
        }

        switch (_page(paper, int.Parse(parts[1])))
        {
            case "hang":
                await connection.HangAsync();
                break;
            case "fail":
                await connection.SendAsync("HTTP/1.1 503 Oops\r\nContent-Length: 0\r\n\r\n");
                break;
            case "slow":
                await Task.Delay(TimeSpan.FromSeconds(0.5));
                goto default;
            default:
                await SendAsync(connection, "text/html; charset=utf-8", Page(paper, int.Parse(parts[1])));
                break;
        }
    }

    private string Rss(int paper) =>
        $"<rss version='2.0'><channel><title>صحيفة {paper}</title>"
        + string.Concat(Enumerable.Range(0, _articles).Select(i =>
            $"<item><title>افتتاح السوق رقم {paper}-{i}</title><link>http://{Host(paper)}:{_origin.Port}/{paper}/{i}</link><guid>{paper}-{i}</guid><description>افتتحت بلدية الميناء سوقها القديم {paper}-{i} [...]</description></item>"))
        + "</channel></rss>";

    private static string Page(int paper, int article) =>
        $"<html><body><h1>افتتاح السوق رقم {paper}-{article}</h1><article><p>افتتحت بلدية الميناء سوقها القديم {paper}-{article} بعد عامين من أعمال الترميم التي شملت سقوفه الخشبية.</p>"
        + $"<p>وقال رئيس البلدية سامر الحداد في كلمة قصيرة إن السوق سيعمل طوال أيام الأسبوع، وإن إيجارات دكاكينه لن ترتفع.</p><p>{Last}</p></article></body></html>";

    private static async Task SendAsync(HostileOrigin.Connection connection, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {bytes.Length}\r\n\r\n");
        await connection.SendAsync(bytes);
    }
}
