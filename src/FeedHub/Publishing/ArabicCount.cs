using System.Globalization;

namespace FeedHub.Publishing;

/// <summary>A noun as Arabic counts it: the form goes with the number, and one and two are words of their own.</summary>
/// <param name="One">مصدر واحد</param>
/// <param name="Two">مصدران</param>
/// <param name="Few">مصادر, from three to ten.</param>
/// <param name="Many">مصدراً, from eleven to ninety-nine.</param>
/// <param name="Hundreds">مصدر, for whole hundreds.</param>
public sealed record ArabicCount(string One, string Two, string Few, string Many, string Hundreds)
{
    public static ArabicCount Stories { get; } = new("خبر واحد", "خبران", "أخبار", "خبراً", "خبر");

    public static ArabicCount Sources { get; } = new("مصدر واحد", "مصدران", "مصادر", "مصدراً", "مصدر");

    public static ArabicCount Words { get; } = new("كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة");

    /// <summary>After قبل or بفارق.</summary>
    public static ArabicCount Minutes { get; } = new("دقيقة", "دقيقتين", "دقائق", "دقيقة", "دقيقة");

    /// <inheritdoc cref="Minutes"/>
    public static ArabicCount Hours { get; } = new("ساعة", "ساعتين", "ساعات", "ساعة", "ساعة");

    /// <inheritdoc cref="Minutes"/>
    public static ArabicCount Days { get; } = new("يوم", "يومين", "أيام", "يوماً", "يوم");

    public string Of(long number) => number switch
    {
        1 => One,
        2 => Two,
        _ => string.Create(CultureInfo.InvariantCulture, $"{number} {(number % 100) switch { >= 3 and <= 10 => Few, >= 11 => Many, _ => Hundreds }}"),
    };
}
