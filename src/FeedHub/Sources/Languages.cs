namespace FeedHub.Sources;

/// <summary>BCP 47 language tags.</summary>
internal static class Languages
{
    public const string Pattern = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";

    /// <summary>ISO 639-1.</summary>
    private const string TwoLetters =
        " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl"
        + " gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk"
        + " ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta"
        + " te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

    public static (string? Value, Phrase? Mistake, Phrase? Suggestion) Check(string tag)
    {
        var parts = tag.Split('-');
        var isTag = parts[0].Length is 2 or 3 && parts[0].All(char.IsAsciiLetter)
            && parts.Skip(1).All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
        if (isTag && (parts[0].Length == 3 || TwoLetters.Contains($" {parts[0].ToLowerInvariant()} ", StringComparison.Ordinal)))
        {
            parts[0] = parts[0].ToLowerInvariant();
            return (string.Join('-', parts), null, null);
        }

        return (null, new($"\"{Wording.Shown(tag)}\" is no language.", $"ليس \"{Wording.Shown(tag)}\" رمز لغة."), Guess(tag) is { } guess ? new($"Did you mean \"{guess}\"?", $"أتقصد \"{guess}\"؟") : new("Write its BCP 47 tag: \"ar\", \"en\", \"ar-SY\".", "اكتب رمزها في BCP 47: \"ar\" أو \"en\" أو \"ar-SY\"."));
    }

    private static string? Guess(string tag) => tag.ToLowerInvariant() switch
    {
        "arabic" or "arab" or "العربية" or "عربي" or "عربية" => "ar",
        "english" or "الإنجليزية" => "en",
        "french" or "français" or "الفرنسية" => "fr",
        "persian" or "farsi" or "فارسی" or "الفارسية" => "fa",
        "turkish" or "türkçe" or "التركية" => "tr",
        "kurdish" or "الكردية" => "ku",
        _ when tag.Contains('_', StringComparison.Ordinal) => Check(tag.Replace('_', '-')).Value,
        _ => null,
    };
}
