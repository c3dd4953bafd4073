using System.Collections.Frozen;

namespace FeedHub.Cleaning;

/// <content>The words by which the furniture of a page is known, compared in matching form.</content>
internal static partial class PageText
{
    /// <summary>What a wall, banner or error page says instead of an article, in short lines.</summary>
    private static readonly string[] WallPhrases =
    [
        .. new[]
        {
            "ملفات تعريف الارتباط", "الكوكيز", "كوكيز", "سياسة الخصوصية", "شروط الاستخدام", "سياسة الاستخدام", "تفعيل جافا", "تفعيل الجافا", "جافاسكريبت", "جافا سكريبت",
            "تسجيل الدخول", "سجل الدخول", "سجل دخولك", "إنشاء حساب", "للمشتركين فقط", "هذا المحتوى للمشتركين", "اشترك لمتابعة", "اشترك الآن", "اشترك لقراءة", "لمتابعة القراءة اشترك",
            "لقراءة المقال كاملا اشترك", "الصفحة غير موجودة", "الصفحة المطلوبة غير موجودة", "أكد أنك لست روبوت", "لست روبوتا", "جميع الحقوق محفوظة", "كل الحقوق محفوظة",
            "enable javascript", "javascript is disabled", "requires javascript", "uses cookies", "use cookies", "accept cookies", "cookie policy", "privacy policy", "log in to",
            "sign in to", "subscribe to continue", "subscribers only", "already a subscriber", "verify you are human", "checking your browser", "access denied", "page not found",
            "are you a robot", "all rights reserved", "captcha", "consent",
        }.Select(phrase => $" {ArabicText.MatchingForm(phrase)} "),
    ];

    /// <summary>Headings of what follows an article on its page.</summary>
    private static readonly FrozenSet<string> TailLabels = Forms(
        "التعليقات", "تعليقات", "تعليقات القراء", "تعليقات الزوار", "أضف تعليق", "أضف تعليقا", "أضف تعليقك", "اترك تعليقا", "اترك رد", "اترك تعليق", "اكتب تعليقا", "شارك برأيك", "الردود",
        "مواد ذات صلة", "أخبار ذات صلة", "مقالات ذات صلة", "مواضيع ذات صلة", "موضوعات ذات صلة", "ذات صلة", "محتوى ذو صلة", "قصص ذات صلة", "روابط ذات صلة", "مقالات مشابهة", "أخبار مشابهة",
        "مواضيع مشابهة", "المزيد من الأخبار", "المزيد من المقالات", "المزيد حول هذه القصة", "أخبار أخرى", "مقالات أخرى", "مواضيع أخرى", "أخبار متعلقة", "مقالات متعلقة", "قد يهمك", "قد يهمك أيضا", "قد يعجبك أيضا",
        "الأكثر قراءة", "الأكثر مشاهدة", "الأكثر تداولا", "الأكثر شيوعا", "آخر الأخبار", "أحدث الأخبار", "أهم الأخبار", "أخبار هامة", "الوسوم", "كلمات مفتاحية", "كلمات دلالية", "الكلمات الدلالية", "كلمات دليلية", "تاغات", "اقرأ أيضا", "شاهد أيضا",
        "عودة", "رجوع", "related", "related posts", "related articles", "comments", "leave a comment", "leave a reply", "tags", "more news");

    private static readonly string[] DateLabels = [.. Forms("آخر تحديث", "تاريخ النشر", "نشر في", "نشرت في", "نشر بتاريخ", "تم النشر", "last updated", "published on", "updated")];

    /// <summary>What stands alone between paragraphs and is none.</summary>
    private static readonly FrozenSet<string> SlotLabels = Forms("إعلان", "إعلانات", "مساحة إعلانية", "advertisement", "ad", "advertisements");

    private static FrozenSet<string> Forms(params string[] labels) => labels.Select(ArabicText.MatchingForm).ToFrozenSet(StringComparer.Ordinal);
}
