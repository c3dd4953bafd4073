using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FeedHub.Sources;

/// <summary>A kind of value in feeds.json: what the schema says of it, and how it is read.</summary>
/// <param name="Schema">JSON Schema of one value.</param>
/// <param name="Kind">For people: <c>duration</c>, <c>true/false</c> …</param>
/// <param name="Read">False: not readable, and the mistake was added.</param>
internal sealed record CatalogValue<T>(string Kind, Func<JsonObject> Schema, CatalogValue<T>.Reader Read)
{
    internal delegate bool Reader(JsoncNode node, ReadingContext context, out T value);
}

/// <summary>What reading a value may need beside it.</summary>
/// <param name="Folder">Of feeds.json: relative files are found there.</param>
internal sealed record ReadingContext(MistakeList Mistakes, string Folder);

/// <summary>The kinds of values that feeds.json knows.</summary>
internal static class CatalogValues
{
    private const int MaxTextLength = 2_000;

    /// <summary>The base64 of 32 bytes.</summary>
    private const string CertificatePattern = "^sha256/[A-Za-z0-9+/]{43}=$";

    private static readonly string[] Arabic = ["utf-8", "windows-1256", "iso-8859-6"];

    public static CatalogValue<bool> Flag { get; } = new("true/false", () => Type("boolean"), ReadFlag);

    public static CatalogValue<string> Text { get; } = new(
        "text", () => With(Type("string"), ("pattern", "\\S"), ("maxLength", MaxTextLength)), ReadText);

    public static CatalogValue<TimeSpan> Duration { get; } = new("duration", () => With(Type("string"), ("pattern", Durations.Pattern)), ReadDuration);

    public static CatalogValue<string> Language { get; } = new(
        "language", () => With(Type("string"), ("pattern", Languages.Pattern)), Checked(Languages.Check));

    public static CatalogValue<string> Encoding { get; } = new("encoding", () => With(Type("string"), ("pattern", "\\S")), Checked(CheckEncoding));

    public static CatalogValue<TimeZoneInfo> TimeZone { get; } = new("time zone", () => With(Type("string"), ("pattern", "\\S")), ReadTimeZone);

    public static CatalogValue<TimeOnly> TimeOfDay { get; } = new("time of day", () => With(Type("string"), ("pattern", "^([01]?[0-9]|2[0-3]):[0-5][0-9]$")), ReadTimeOfDay);

    public static CatalogValue<string> Id { get; } = new("id", () => With(Type("string"), ("pattern", FeedId.Pattern), ("maxLength", FeedId.MaxLength)), Checked(FeedId.Check));

    public static CatalogValue<string> WebAddress { get; } = new(
        "web address", () => With(Type("string"), ("pattern", "^[Hh][Tt][Tt][Pp][Ss]?://")), Checked(FeedUrl.CheckWebAddress));

    public static CatalogValue<string> HubAddress { get; } = new(
        "web address", () => With(Type("string"), ("pattern", "^[Hh][Tt][Tt][Pp][Ss]?://[^?#]+$")), Checked(CheckHubAddress));

    public static CatalogValue<string> UserAgent { get; } = new(
        "text", () => With(Type("string"), ("pattern", "^[ -~]+$")), Checked(CheckUserAgent));

    public static CatalogValue<string> Contact { get; } = new(
        "mail or web address", () => With(Type("string"), ("pattern", @"^([Hh][Tt][Tt][Pp][Ss]?://|[^\s@()]+@[^\s@()]+$)")), Checked(CheckContact));

    public static CatalogValue<string> Certificate { get; } = new(
        "certificate", () => With(Type("string"), ("pattern", CertificatePattern)), Checked(CheckCertificate));

    public static CatalogValue<ImmutableArray<string>> Texts { get; } = ListOf(Text);

    public static CatalogValue<ImmutableArray<string>> LanguageList { get; } = ListOf(Language);

    public static CatalogValue<ImmutableArray<string>> Tags { get; } = ListOf(new CatalogValue<string>(
        "tag", () => With(Type("string"), ("maxLength", 60), ("pattern", "^[^/\\\\]*[^/\\\\\\s][^/\\\\]*$")), Checked(CheckTag)));

    public static CatalogValue<string> Selector { get; } = new("CSS selector", () => With(Type("string"), ("pattern", "\\S")), Checked(CheckSelector));

    public static CatalogValue<ImmutableArray<string>> Selectors { get; } = ListOf(Selector);

    public static CatalogValue<ImmutableDictionary<string, string>> Headers { get; } = new(
        "object", () => With(Type("object"), ("propertyNames", With(Type("string"), ("pattern", RequestHeaders.NamePattern))), ("additionalProperties", With(Type("string"), ("pattern", "\\S")))), ReadHeaders);

    public static CatalogValue<MergeMode> Merge { get; } = new(
        "near/exact", () => With(Type("string"), ("enum", new JsonArray("near", "exact"))), ReadMerge);

    public static CatalogValue<ItemSelectors> Items { get; } = new("object", CatalogItems.Schema, CatalogItems.Read);

    public static CatalogValue<FeedWindow> Window { get; } = new("object", CatalogWindow.Schema, CatalogWindow.Read);

    public static CatalogValue<long> Whole(long atLeast, long atMost) => new(
        "number",
        () => With(Type("integer"), ("minimum", atLeast), ("maximum", atMost)),
        (JsoncNode node, ReadingContext context, out long value) => ReadWhole(node, context, atLeast, atMost, out value));

    public static JsonObject Type(string type) => new() { ["type"] = type };

    public static JsonObject With(JsonObject schema, params (string Key, JsonNode Value)[] more)
    {
        foreach (var (key, value) in more)
        {
            schema[key] = value;
        }

        return schema;
    }

    /// <summary>Adds "needs X, not Y" unless the node is of that kind; broken nodes were reported already.</summary>
    /// <param name="isNeeded">It cannot be left out.</param>
    public static bool Is(JsoncKind kind, Phrase wanted, JsoncNode node, ReadingContext context, Phrase? suggestion = null, bool isNeeded = false)
    {
        if (node.Kind == kind)
        {
            return true;
        }

        if (node.Kind != JsoncKind.Broken)
        {
            context.Mistakes.Add(node.Start, new($"This needs {wanted.English}, not {Name(node).English}.", $"المطلوب هنا {wanted.Arabic}، لا {Name(node).Arabic}."), node.Kind == JsoncKind.Null && !isNeeded ? new("Leave it out.", "احذف المفتاح.") : suggestion);
        }

        return false;
    }

    private static Phrase Name(JsoncNode node) => node.Kind switch
    {
        JsoncKind.Object => new("an object", "كائن"),
        JsoncKind.Array => new("a list", "قائمة"),
        JsoncKind.Text => new("a text", "نص"),
        JsoncKind.Number => new("a number", "عدد"),
        JsoncKind.Null => new("null", "القيمة null"),
        _ => new("true or false", "إحدى القيمتين true وfalse"),
    };

    private static bool ReadFlag(JsoncNode node, ReadingContext context, out bool value)
    {
        value = node.Kind == JsoncKind.True;
        return value || Is(JsoncKind.False, new("true or false", "إحدى القيمتين true وfalse"), node, context, FlagSuggestion(node));
    }

    private static Phrase FlagSuggestion(JsoncNode node) => node.Text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => new("Write true, without quotes.", "اكتب true بلا علامتي اقتباس."),
        "false" or "no" or "off" or "0" => new("Write false, without quotes.", "اكتب false بلا علامتي اقتباس."),
        _ => new("Write true or false.", "اكتب true أو false."),
    };

    private static bool ReadText(JsoncNode node, ReadingContext context, out string value)
    {
        value = node.Text.Trim();
        if (!Is(JsoncKind.Text, new("a text", "نص"), node, context, node.Kind == JsoncKind.Number ? new($"Write \"{node.Text}\".", $"اكتب \"{node.Text}\".") : new("Write \"…\".", "اكتب \"…\" بين علامتي اقتباس.")))
        {
            return false;
        }

        Phrase? mistake = value.Length == 0 ? new("The text is empty.", "النص فارغ.")
            : value.Length > MaxTextLength ? new($"The text is longer than {MaxTextLength} characters.", $"النص أطول من {MaxTextLength} حرف.")
            : value.Any(char.IsControl) ? new("The text holds a line break or another control character.", "في النص سطر جديد أو محرف تحكم آخر.")
            : null;
        if (mistake is not null)
        {
            context.Mistakes.Add(node.Start, mistake, value.Length == 0 ? new("Fill it, or leave it out.", "اكتب النص أو احذف المفتاح.") : new("Shorten it to one line.", "اختصره في سطر واحد."));
        }

        return mistake is null;
    }

    /// <param name="check">Returns the value to keep, or what is wrong with it and what to write.</param>
    private static CatalogValue<string>.Reader Checked(Func<string, (string? Value, Phrase? Mistake, Phrase? Suggestion)> check) =>
        (JsoncNode node, ReadingContext context, out string value) =>
        {
            if (!ReadText(node, context, out value))
            {
                return false;
            }

            var (kept, mistake, suggestion) = check(value);
            if (kept is null)
            {
                context.Mistakes.Add(node.Start, mistake!, suggestion);
                return false;
            }

            value = kept;
            return true;
        };

    private static CatalogValue<ImmutableArray<string>> ListOf(CatalogValue<string> item) => new(
        "list", () => With(Type("array"), ("items", item.Schema())),
        (JsoncNode node, ReadingContext context, out ImmutableArray<string> value) =>
        {
            var read = ImmutableArray.CreateBuilder<string>();
            Phrase suggestion = node.Kind == JsoncKind.Text ? new($"Write [ \"{Wording.Shown(node.Text)}\" ].", $"اكتب [ \"{Wording.Shown(node.Text)}\" ].") : new("Write [ \"…\", \"…\" ].", "اكتب [ \"…\", \"…\" ] على صورة قائمة.");
            var isList = Is(JsoncKind.Array, new("a list of texts", "قائمة نصوص"), node, context, suggestion);
            var isRead = isList;
            foreach (var child in node.Items)
            {
                isRead &= item.Read(child, context, out var text);
                read.Add(text);
            }

            value = [.. read.Distinct()];
            return isRead;
        });

    private static bool ReadDuration(JsoncNode node, ReadingContext context, out TimeSpan value)
    {
        value = default;
        if (!Is(JsoncKind.Text, new("a duration such as \"15m\"", "مدة مثل \"15m\""), node, context, node.Kind == JsoncKind.Number ? new($"Write \"{node.Text}s\" for seconds, \"{node.Text}m\" for minutes.", $"اكتب \"{node.Text}s\" للثواني، أو \"{node.Text}m\" للدقائق.") : new("Write 30s, 15m, 2h or 1d.", "اكتب 30s أو 15m أو 2h أو 1d.")))
        {
            return false;
        }

        var (read, mistake, suggestion) = Durations.Parse(node.Text);
        if (mistake is not null)
        {
            context.Mistakes.Add(node.Start, mistake, suggestion);
        }

        value = read;
        return mistake is null;
    }

    private static bool ReadWhole(JsoncNode node, ReadingContext context, long atLeast, long atMost, out long value)
    {
        value = 0;
        Phrase suggestion = node.Kind == JsoncKind.Text && long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? new($"Write {node.Text}, without quotes.", $"اكتب {node.Text} بلا علامتي اقتباس.")
            : new("Write a whole number.", "اكتب عدداً صحيحاً.");
        if (!Is(JsoncKind.Number, new("a number", "عدد"), node, context, suggestion))
        {
            return false;
        }

        var isNumber = decimal.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number);
        if (!isNumber || number < atLeast || number > atMost)
        {
            context.Mistakes.Add(
                node.Start, new($"{Wording.Shown(node.Text)} is out of range.", $"العدد {Wording.Shown(node.Text)} خارج الحدود."),
                new(FormattableString.Invariant($"Write a whole number from {atLeast} to {atMost}."), FormattableString.Invariant($"اكتب عدداً صحيحاً من {atLeast} إلى {atMost}.")));
            return false;
        }

        value = (long)number;
        return true;
    }

    private static (string? Value, Phrase? Mistake, Phrase? Suggestion) CheckEncoding(string name)
    {
        try
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? System.Text.Encoding.GetEncoding(name);
            return (encoding.WebName, null, null);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            var near = Arabic.FirstOrDefault(known => known.EndsWith("-" + name, StringComparison.OrdinalIgnoreCase)) ?? Wording.Nearest(name, ["utf-16", "windows-1252", "iso-8859-1", .. Arabic]);
            return (null, new($"There is no encoding \"{Wording.Shown(name)}\".", $"لا ترميز باسم \"{Wording.Shown(name)}\"."), near is null ? new("Arabic pages are utf-8, windows-1256 or iso-8859-6.", "ترميز الصفحات العربية utf-8 أو windows-1256 أو iso-8859-6.") : new($"Did you mean \"{near}\"?", $"أتقصد \"{near}\"؟"));
        }
    }

    private static (string? Value, Phrase? Mistake, Phrase? Suggestion) CheckHubAddress(string address) =>
        address.AsSpan().IndexOfAny('?', '#') < 0
            ? FeedUrl.CheckWebAddress(address)
            : (null, new($"\"{Wording.Shown(address)}\" holds a ? or #.", $"في \"{Wording.Shown(address)}\" علامة ? أو #."), new("Write the address before it: the paths of the feeds follow.", "اكتب العنوان إلى ما قبلها، فبعده تأتي مسارات الخلاصات."));

    private static (string? Value, Phrase? Mistake, Phrase? Suggestion) CheckTag(string tag) =>
        tag.Length > 60 ? (null, new("The tag is longer than 60 characters.", "الوسم أطول من 60 حرفاً."), new("Shorten it.", "اختصره."))
        : tag.AsSpan().IndexOfAny('/', '\\') >= 0 ? (null, new($"The tag \"{Wording.Shown(tag)}\" holds a slash.", $"في الوسم \"{Wording.Shown(tag)}\" شرطة مائلة."), new("Tags are part of addresses: leave / and \\ out, or write two tags.", "الوسوم جزء من العناوين: احذف / و\\، أو اكتب وسمين."))
        : (tag, null, null);

    private static (string? Value, Phrase? Mistake, Phrase? Suggestion) CheckUserAgent(string text) =>
        text.All(letter => letter is >= ' ' and <= '~')
            ? (text, null, null)
            : (null, new("A user agent is written in plain ASCII.", "لا يُكتب في userAgent غير ASCII."), new("Write for example \"FeedHub (+https://hub.example.org)\".", "اكتب مثلاً \"FeedHub (+https://hub.example.org)\"."));

    private static (string? Value, Phrase? Mistake, Phrase? Suggestion) CheckContact(string text)
    {
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return FeedUrl.CheckWebAddress(text);
        }

        return text.All(letter => letter is > ' ' and <= '~' and not ('(' or ')')) && text.Split('@') is [{ Length: > 0 }, { Length: > 0 }]
            ? (text, null, null)
            : (null, new($"\"{Wording.Shown(text)}\" is no address where somebody can be reached.", $"ليس \"{Wording.Shown(text)}\" عنواناً يُراسَل عليه أحد."), new("Write for example \"news@example.org\" or \"https://news.example.org/about\".", "اكتب مثلاً \"news@example.org\" أو \"https://news.example.org/about\"."));
    }

    private static (string? Value, Phrase? Mistake, Phrase? Suggestion) CheckCertificate(string text) =>
        Regex.IsMatch(text, CertificatePattern, RegexOptions.NonBacktracking)
            ? (text, null, null)
            : (null, new($"\"{Wording.Shown(text)}\" names no certificate.", $"لا يدل \"{Wording.Shown(text)}\" على شهادة."), new("Leave the key out and poll: the error says what to write. It is \"sha256/\" and the base64 of the SHA-256 of its public key.", "احذف المفتاح واجلب: تذكر رسالة الخطأ ما يُكتب، وهو \"sha256/\" ثم base64 لبصمة SHA-256 لمفتاحها العام."));

    private static (string? Value, Phrase? Mistake, Phrase? Suggestion) CheckSelector(string selector) =>
        CssSelectors.IsSelector(selector)
            ? (selector, null, null)
            : (null, new($"\"{Wording.Shown(selector)}\" is no CSS selector.", $"ليس \"{Wording.Shown(selector)}\" محدد CSS."), new("Write for example \".related\", \"#share\" or \"aside, figure\".", "اكتب مثلاً \".related\" أو \"#share\" أو \"aside, figure\"."));

    private static bool ReadTimeZone(JsoncNode node, ReadingContext context, out TimeZoneInfo value)
    {
        value = TimeZoneInfo.Utc;
        if (!ReadText(node, context, out var name))
        {
            return false;
        }

        if (name == "UTC" || (name.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out value!)))
        {
            return true;
        }

        var near = FixedZone(name) ?? Wording.Nearest(name, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id))
            ?? TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).FirstOrDefault(id => id.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase));
        context.Mistakes.Add(
            node.Start, new($"There is no time zone \"{Wording.Shown(name)}\".", $"لا منطقة زمنية باسم \"{Wording.Shown(name)}\"."),
            near is null ? new("Write its IANA name, for example \"Asia/Damascus\".", "اكتب اسمها في IANA، مثل \"Asia/Damascus\".") : new($"Did you mean \"{near}\"?", $"أتقصد \"{near}\"؟"));
        return false;
    }

    private static bool ReadTimeOfDay(JsoncNode node, ReadingContext context, out TimeOnly value)
    {
        value = default;
        if (!Is(JsoncKind.Text, new("a time of day such as \"07:00\"", "ساعة من اليوم مثل \"07:00\""), node, context, new("Write for example \"07:00\".", "اكتب مثلاً \"07:00\".")))
        {
            return false;
        }

        if (TimeOnly.TryParseExact(node.Text.Trim(), ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out value))
        {
            return true;
        }

        context.Mistakes.Add(node.Start, new($"\"{Wording.Shown(node.Text)}\" is no time of day.", $"ليست \"{Wording.Shown(node.Text)}\" ساعة من اليوم."), new("Write hours and minutes, from \"00:00\" to \"23:59\".", "اكتب الساعة والدقيقة، من \"00:00\" إلى \"23:59\"."));
        return false;
    }

    /// <summary><c>+03:00</c> and <c>GMT+3</c> as IANA writes them: with the sign the other way round. Null: something else.</summary>
    private static string? FixedZone(string name)
    {
        var offset = name.StartsWith("UTC", StringComparison.OrdinalIgnoreCase) || name.StartsWith("GMT", StringComparison.OrdinalIgnoreCase) ? name[3..] : name;
        return offset is ['+' or '-', _, ..]
            && TimeSpan.TryParseExact(offset[1..], ["%h", "hh", "hhmm", "h\\:mm", "hh\\:mm"], CultureInfo.InvariantCulture, out var hours)
            && hours is { Minutes: 0, Hours: > 0 and <= 12 }
            ? FormattableString.Invariant($"Etc/GMT{(offset[0] == '+' ? '-' : '+')}{hours.Hours}")
            : null;
    }

    private static bool ReadMerge(JsoncNode node, ReadingContext context, out MergeMode value)
    {
        value = MergeMode.Near;
        if (!Is(JsoncKind.Text, new("\"near\" or \"exact\"", "إحدى الكلمتين \"near\" و\"exact\""), node, context, new("Write \"near\" or \"exact\".", "اكتب \"near\" أو \"exact\".")))
        {
            return false;
        }

        value = node.Text == "exact" ? MergeMode.Exact : MergeMode.Near;
        if (node.Text is "near" or "exact")
        {
            return true;
        }

        context.Mistakes.Add(node.Start, new($"\"{Wording.Shown(node.Text)}\" is no way of merging.", $"ليست \"{Wording.Shown(node.Text)}\" طريقة ضم."), new("Write \"near\" or \"exact\".", "اكتب \"near\" أو \"exact\"."));
        return false;
    }

    private static bool ReadHeaders(JsoncNode node, ReadingContext context, out ImmutableDictionary<string, string> value)
    {
        var headers = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        var isRead = Is(JsoncKind.Object, new("an object of headers", "كائن فيه ترويسات"), node, context, new("Write { \"Name\": \"value\" }.", "اكتب { \"Name\": \"value\" }."));
        foreach (var member in node.Members)
        {
            var isText = ReadText(member.Value, context, out var text);
            var (mistake, suggestion) = RequestHeaders.Check(member.Name, text);
            if (isText && mistake is not null)
            {
                context.Mistakes.Add(member.NameStart, mistake, suggestion);
            }
            else if (headers.ContainsKey(member.Name))
            {
                context.Mistakes.Add(member.NameStart, new($"The header {Wording.Shown(member.Name)} stands here twice.", $"الترويسة {Wording.Shown(member.Name)} مكتوبة هنا مرتين."), new("Remove one.", "احذف إحدى المرتين."));
                isRead = false;
            }

            isRead &= isText && mistake is null;
            headers[member.Name] = text;
        }

        value = isRead ? headers.ToImmutable() : ImmutableDictionary<string, string>.Empty;
        return isRead;
    }
}
