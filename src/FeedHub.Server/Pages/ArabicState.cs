using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Pages;

/// <summary>How a source is, in Arabic.</summary>
public static class ArabicState
{
    public static string Of(SourceHealth source) => source.State switch
    {
        SourceState.Disabled => "معطل",
        SourceState.Gone => "أُغلق",
        SourceState.Failing => "متعثر",
        _ => source.LastSuccessAt is null ? "بانتظار أول جلب" : "سليم",
    };

    /// <summary>What came of a poll.</summary>
    public static string Of(LoggedPoll poll)
    {
        ArgumentNullException.ThrowIfNull(poll);
        return poll.Failure is { } failure ? Why(failure) : Of(poll.Result);
    }

    public static string Of(PollResult result) => result switch
    {
        PollResult.Polled => "قُرئت",
        PollResult.Unchanged => "لم تتغير",
        PollResult.PartlyRead => "قُرئ بعضها",
        PollResult.Gone => "أُغلقت",
        PollResult.PutOff => "أُجل",
        PollResult.LeaseLost => "تولاها غيره",
        _ => "تعذر الجلب",
    };

    /// <summary>The reason with its particulars, such as what a bad certificate's pin would be.</summary>
    public static Phrase Told(PollFailure failure, string particulars) => new(particulars, $"{Why(failure)} ({particulars})");

    /// <summary>The reason in one plain sentence; <see cref="SourceHealth.LastError"/> has the particulars.</summary>
    public static string Why(PollFailure failure) => failure switch
    {
        PollFailure.Refused => "رفض الخادم الطلب.",
        PollFailure.NotFound => "لا خلاصة في هذا العنوان؛ لعل الموقع نقلها.",
        PollFailure.Unreachable => "تعذر الوصول إلى الخادم.",
        PollFailure.TimedOut => "لم يكمل الخادم جوابه في المهلة.",
        PollFailure.TooLarge => "الخلاصة أكبر من الحد.",
        PollFailure.ServerError => "في الخادم عطل.",
        PollFailure.RateLimited => "يقول الخادم إننا نسأل كثيراً، فنتمهل.",
        PollFailure.Forbidden => "يمنعنا الموقع.",
        PollFailure.TooManyRedirects => "تحويلات الموقع كثيرة أو تدور في حلقة.",
        PollFailure.AddressNotAllowed => "العنوان داخل شبكة خاصة ولم يُسمح به.",
        PollFailure.Truncated => "انقطع الجواب قبل تمامه.",
        PollFailure.Challenge => "الموقع محمي ولا يدخله إلا المتصفح.",
        PollFailure.Tls => "تعذر اتصال آمن بالموقع.",
        PollFailure.Unreadable => "جواب الخادم لا يُقرأ.",
        PollFailure.HostBusy => "ينتظر دوره عند خادمه.",
        PollFailure.Gone => "يقول الناشر إن الخلاصة أُغلقت نهائياً.",
        PollFailure.Empty => "جاء جواب فارغ.",
        PollFailure.NoFeed => "ما جاء ليس خلاصة.",
        PollFailure.WebPage => "في العنوان صفحة ويب لا خلاصة.",
        PollFailure.LoginPage => "يطلب الموقع تسجيل الدخول.",
        PollFailure.ConsentPage => "يطلب الموقع قبول ملفات تعريف الارتباط.",
        PollFailure.ParkedDomain => "النطاق معروض للبيع أو انتهى حجزه.",
        PollFailure.SuspendedSite => "أوقفت شركة الاستضافة الموقع.",
        PollFailure.Maintenance => "الموقع قيد الصيانة.",
        PollFailure.NotInThisCountry => "لا يُفتح الموقع من بلدنا.",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "No sentence is written for it."),
    };
}
