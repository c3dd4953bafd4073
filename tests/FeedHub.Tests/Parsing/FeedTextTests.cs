using System.Text;
using CsCheck;
using FeedHub.Parsing;

namespace FeedHub.Tests.Parsing;

public sealed class FeedTextTests
{
    private const string Arabic = "أعلنت البلدية افتتاح السوق القديم، وقال رئيسها إن المرحلة الثانية تبدأ في الخريف";

    static FeedTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static TheoryData<string, string, string, string> SingleBytes
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            (string Encoding, string[] Labels)[] encodings =
            [
                ("windows-1256", ["windows-1256", "cp1256", "CP-1256", "x-cp1256", "win-1256", "Windows_1256"]),
                ("iso-8859-6", ["iso-8859-6", "ISO8859-6", "arabic", "ecma-114", "iso-8859-6-i", "iso-8859-6-e"]),
                ("windows-1251", ["windows-1251"]),
                ("koi8-r", ["koi8-r"]),
                ("gb18030", ["gb18030", "GB2312"]),
                ("big5", ["big5"]),
                ("shift_jis", ["shift_jis"]),
                ("euc-kr", ["euc-kr"]),
                ("windows-1254", ["windows-1254", "iso-8859-9"]),
                ("windows-1255", ["windows-1255"]),
                ("windows-1253", ["windows-1253"]),
            ];
            foreach (var (encoding, labels) in encodings)
            {
                foreach (var label in labels)
                {
                    data.Add(encoding, label, "", Sample(encoding));
                    data.Add(encoding, "", $"text/xml; charset={label}", Sample(encoding));
                    data.Add(encoding, "utf-8", $"application/rss+xml; charset=\"{label}\"", Sample(encoding));
                    data.Add(encoding, label, "text/xml; charset=utf-8", Sample(encoding));
                    data.Add(encoding, label, "text/xml; charset=iso-8859-1", Sample(encoding));
                }
            }

            return data;
        }
    }

    public static TheoryData<string, bool, string> Marks
    {
        get
        {
            var data = new TheoryData<string, bool, string>();
            foreach (var encoding in new[] { "utf-8", "utf-16", "utf-16BE", "utf-32", "utf-32BE" })
            {
                foreach (var label in new[] { "", "utf-8", "utf-16", "windows-1256", "iso-8859-1", "no-such-encoding" })
                {
                    data.Add(encoding, true, label);
                    data.Add(encoding, false, label);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(SingleBytes))]
    public void A_label_that_fits_the_bytes_is_followed(string encoding, string declared, string contentType, string text)
    {
        var document = Feed(text, declared);

        Assert.Equal(document, Decode(Encoding.GetEncoding(encoding).GetBytes(document), contentType));
    }

    [Theory]
    [MemberData(nameof(Marks))]
    public void Unicode_is_known_by_its_mark_or_its_bytes_whatever_is_declared(string encoding, bool marked, string label)
    {
        var document = Feed(Arabic, label);
        var written = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. marked ? written.GetPreamble() : [], .. written.GetBytes(document)];

        Assert.Equal(document, Decode(bytes, label.Length > 0 ? $"text/xml; charset={label}" : null));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n \t\n")]
    public void A_mark_after_blank_lines_counts(string blanks)
    {
        var document = Feed(Arabic, "utf-8");

        Assert.Equal(document, Decode([.. Encoding.ASCII.GetBytes(blanks), 0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(document)], null));
        Assert.Equal(document, Decode([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(document)], "text/xml; charset=windows-1256"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1252")]
    [InlineData("us-ascii")]
    [InlineData("no-such-encoding")]
    [InlineData("")]
    public void Arabic_bytes_under_a_label_that_says_nothing_are_windows_1256(string label)
    {
        var document = Feed(Arabic, label);
        var problems = new List<string>();
        var bytes = Encoding.GetEncoding("windows-1256").GetBytes(document);

        Assert.Equal(document, FeedText.Decode(bytes, label.Length > 0 ? $"text/xml; charset={label}" : null, null, problems));
        Assert.NotEmpty(problems);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    [InlineData("windows-1256")]
    [InlineData("iso-8859-15")]
    [InlineData("")]
    public void Arabic_bytes_of_iso_8859_6_are_known_from_those_of_windows_1256(string label)
    {
        foreach (var text in new[] { Arabic, "أخبار ليبيا", "وزير الخارجية يصل إلى دمشق غداً" })
        {
            var document = Feed(text, label);

            Assert.Equal(document, Decode(Encoding.GetEncoding("iso-8859-6").GetBytes(document), label.Length > 0 ? $"text/xml; charset={label}" : null));
        }
    }

    [Theory]
    [InlineData("iso-8859-6")]
    [InlineData("iso-8859-15")]
    public void Arabic_bytes_of_windows_1256_are_known_under_a_label_beside_it(string label)
    {
        var document = Feed(Arabic, label);

        Assert.Equal(document, Decode(Encoding.GetEncoding("windows-1256").GetBytes(document), null));
    }

    [Theory]
    [InlineData("windows-1256")]
    [InlineData("iso-8859-6")]
    public void A_mark_before_bytes_that_were_never_converted_says_nothing(string encoding)
    {
        foreach (var mark in new byte[][] { [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF] })
        {
            var document = Feed(Arabic, "utf-8");

            Assert.Equal(document, Decode([.. mark, .. Encoding.GetEncoding(encoding).GetBytes(document)], null));
        }
    }

    [Fact]
    public void A_mark_of_another_unicode_says_nothing()
    {
        var document = Feed(Arabic, "utf-8");

        Assert.Equal(document, Decode([0xEF, 0xBB, 0xBF, .. Encoding.Unicode.GetBytes(document)], null));
        Assert.Equal(document, Decode([0xFF, 0xFE, .. Encoding.UTF8.GetBytes(document)], null));
    }

    [Theory]
    [InlineData("x-mac-arabic")]
    [InlineData("MacArabic")]
    public void Arabic_of_the_Mac_keeps_its_blanks_and_signs(string label)
    {
        // As a Mac writes it: between Arabic words stand the signs of right-to-left writing, 128 above those of ASCII.
        byte[] title = [0xCE, 0xC8, 0xD1, 0xA0, 0xD9, 0xC7, 0xCC, 0xE4, 0xBA, 0xA0, 0xC2, 0xE6, 0xA1];

        Assert.Equal(Feed("خبر عاجل: آن!", label), Decode([.. Encoding.ASCII.GetBytes(Feed("", label)[..^24]), .. title, .. "</title></channel></rss>"u8], null));
    }

    [Theory]
    [InlineData("Le maire a déclaré que l’école serait rouverte après l’été, à Évian et à Besançon")]
    [InlineData("El alcalde anunció que la reapertura será mañana, según informó el señor Núñez")]
    [InlineData("Der Bürgermeister erklärte, die Straße werde für Fußgänger geöffnet")]
    [InlineData("O prefeito anunciou a reabertura da estação após a renovação, não haverá cobrança")]
    public void Latin_bytes_under_a_latin_label_stay_latin(string text)
    {
        foreach (var label in new[] { "iso-8859-1", "windows-1252", "utf-8" })
        {
            var document = Feed(text, label);

            Assert.Equal(document, Decode(Encoding.GetEncoding("windows-1252").GetBytes(document), null));
        }
    }

    [Theory]
    [InlineData("windows-1256")]
    [InlineData("iso-8859-1")]
    [InlineData("")]
    public void Utf8_that_was_cut_or_damaged_is_utf8(string label)
    {
        var whole = Encoding.UTF8.GetBytes(Feed(Arabic, label));
        var end = Array.LastIndexOf(whole, (byte)0xD9);
        var contentType = label.Length > 0 ? $"text/xml; charset={label}" : null;

        Assert.EndsWith("\uFFFD", Decode(whole[..(end + 1)], contentType), StringComparison.Ordinal);
        whole[end] = 0xFF;
        Assert.Contains("البلدية", Decode(whole, contentType), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_names_its_encoding_is_believed()
    {
        var document = Feed(Arabic, "utf-8");

        Assert.Equal(document, FeedText.Decode(Encoding.GetEncoding("iso-8859-6").GetBytes(document), "text/xml; charset=utf-8", "iso-8859-6", []));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("no-such-encoding")]
    [InlineData("{{charset}}")]
    public void A_label_that_names_nothing_finds_nothing(string? label) => Assert.Null(EncodingNames.Find(label));

    [Fact]
    public void Text_comes_back_from_any_bytes()
    {
        byte[][] heads = [[], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0, 0, 0xFE, 0xFF], [0, 0, 0, 0x3C], [0x3C, 0, 0, 0], [0x0A, 0xFF, 0xFE], "<?xml encoding='utf-7'?>"u8.ToArray()];
        Gen.Select(Pick(heads), Gen.Byte.Array[0, 80], Pick("utf-8", "x", "windows-1256", "utf-7", "utf-32", "iso-2022-jp", "hz-gb-2312")).Sample((start, rest, label) =>
        {
            Assert.NotNull(Decode([.. start, .. rest], null));
            Assert.NotNull(Decode([.. start, .. rest], $"text/xml; charset={label}"));
            Assert.NotNull(FeedText.Decode((byte[])[.. start, .. rest], null, label, []));
        });
    }

    [Fact]
    public void Arabic_comes_back_from_utf8_whatever_is_declared()
    {
        var text = Gen.Char["ابتثجحخدذرزسشصضطظعغفقكلمنهوي ،؛؟«»\u200Cپچگی٠<>"].Array[1, 60].Select(letters => new string(letters));
        Gen.Select(text, Pick("windows-1256", "iso-8859-6", "iso-8859-1", "gb2312", "koi8-r", "utf-16")).Sample((sound, label) =>
        {
            var document = Feed(sound, label);
            Assert.Equal(document, Decode(Encoding.UTF8.GetBytes(document), $"text/xml; charset={label}"));
        });
    }

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Decode(byte[] bytes, string? contentType) => FeedText.Decode(bytes, contentType, null, []);

    private static string Feed(string text, string declared)
    {
        var encoding = declared.Length > 0 ? $" encoding=\"{declared}\"" : "";
        return $"<?xml version=\"1.0\"{encoding}?><rss version=\"2.0\"><channel><title>{text}</title></channel></rss>";
    }

    private static string Sample(string encoding) => encoding switch
    {
        "windows-1251" or "koi8-r" => "Мэр заявил, что рынок откроется в воскресенье",
        "gb18030" => "市长宣布旧市场将于星期日重新开放",
        "big5" => "市長宣布舊市場將於星期日重新開放",
        "shift_jis" => "市長は旧市場が日曜日に再開すると発表した",
        "euc-kr" => "시장은 일요일에 옛 시장이 다시 문을 연다고 밝혔다",
        "windows-1254" => "Belediye başkanı eski çarşının yeniden açılacağını söyledi",
        "windows-1255" => "ראש העיר הודיע כי השוק הישן ייפתח ביום ראשון",
        "windows-1253" => "Ο δήμαρχος ανακοίνωσε ότι η αγορά θα ανοίξει την Κυριακή",
        _ => Arabic,
    };
}
