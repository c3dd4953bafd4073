using System.Globalization;
using System.Text;

namespace FeedHub.Tests.Hostile;

/// <summary>Documents that hold a careless reader up: an entry, one with a trap of the wanted size in it, and another entry.</summary>
internal static class FeedTraps
{
    private const string Head =
        "<rss xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:p=\"u\"><channel><title>ق</title><item><title>أول</title></item><item><title>فخ</title>";

    private const string Tail = "</item><item><title>آخر</title></item></channel></rss>";

    /// <summary>A trap's name, what it repeats (<c>№</c> becomes a number), and what stands around the repetition.</summary>
    private static readonly (string Name, string Before, string Piece, string After)[] All =
    [
        ("groups", "", "<media:group>", ""),
        ("files", "", "<media:content url='a'/>", ""),
        ("attributes", "<b", " a№='1'", "/>"),
        ("equal attributes", "<b", " a='1'", "/>"),
        ("quoted", "<b", " p:a№='>'", "/>"),
        ("quotes", "<b a=", "\"", ">"),
        ("namespaces", "<b", " xmlns:n№='u№'", "/>"),
        ("nested namespaces", "", "<b xmlns:n='№'>", ""),
        ("prefixes", "", "<n№:b/>", ""),
        ("names", "", "<b№/>", ""),
        ("openers", "", "<b>", ""),
        ("closers", "<b><b>", "</x>", "</b></b>"),
        ("crossings", "", "<b></c>", ""),
        ("containers", "", "<rss>", ""),
        ("channels", "", "<channel>", ""),
        ("smaller-thans", "", "<", " "),
        ("ampersands", "", "&", " "),
        ("references", "<b>", "&nbsp;&#65;&", "</b>"),
        ("halves of emoji", "<b>", "&#xD83D;", "</b>"),
        ("ends of sections", "<b>", "]]>", "</b>"),
        ("ends and ampersands", "<b>", "]]>&", "</b>"),
        ("seams", "<b>", "> & ]]", "</b>"),
        ("sections", "<title>", "<![CDATA[x]]>&", "</title>"),
        ("open sections", "", "<![CDATA[</x><y>", "]]>"),
        ("comments", "", "<!-- x -->&", ""),
        ("open comments", "", "<!-- </x><y>", "-->"),
        ("instructions", "", "<?x?>&", ""),
        ("controls", "<title>", "]\u0001]>", "</title>"),
        ("zeros", "<title>", "\0", "</title>"),
        ("blanks", "<title>", " ", "</title>"),
        ("titles", "", "<title>x</title>", ""),
        ("dates", "", "<pubDate>16 نوفمبر 2020 الساعة 9 مساء</pubDate>", ""),
        ("authors", "", "<author>a b c (d) e f@g h</author>", ""),
        ("categories", "", "<category>№</category>", ""),
        ("markup", "<description>", "<i>س</i>", "</description>"),
        ("escaped markup", "<description>", "&lt;i&gt;س", "</description>"),
    ];

    public static IEnumerable<string> Names => All.Select(trap => trap.Name);

    /// <summary>UTF-8, no longer than <paramref name="length"/> bytes and hardly shorter.</summary>
    public static byte[] Make(string name, int length)
    {
        var (_, before, piece, after) = All.Single(trap => trap.Name == name);
        var document = new StringBuilder(Head).Append(before);
        var left = length - Encoding.UTF8.GetByteCount(Head + before + after + Tail);
        for (var i = 0; ; i++)
        {
            var next = piece.Contains('№', StringComparison.Ordinal) ? piece.Replace("№", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) : piece;
            left -= Encoding.UTF8.GetByteCount(next);
            if (left < 0)
            {
                return Encoding.UTF8.GetBytes(document.Append(after).Append(Tail).ToString());
            }

            document.Append(next);
        }
    }
}
