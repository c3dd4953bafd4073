using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Server.Pages;

/// <summary>How a source is, in Arabic.</summary>
public static class ArabicState
{
    public static string Of(SourceHealth source) => source.State switch
    {
        "disabled" => "معطل",
        "gone" => "أُغلق",
        "failing" => "متعثر",
        _ => source.LastSuccessAt is null ? "بانتظار أول جلب" : "سليم",
    };

    /// <summary>What came of a poll.</summary>
    public static string Of(LoggedPoll poll)
    {
        ArgumentNullException.ThrowIfNull(poll);
        return poll.Failure is { } failure ? Why(failure) : poll.Result switch
        {
            PollResult.Polled => "قُرئت",
            PollResult.Unchanged => "لم تتغير",
            PollResult.PartlyRead => "قُرئ بعضها",
            PollResult.Gone => "أُغلقت",
            PollResult.PutOff => "أُجل",
            PollResult.LeaseLost => "تولاها غيره",
            _ => "تعذر الجلب",
        };
    }

    /// <summary>The reason in one plain sentence; <see cref="SourceHealth.LastError"/> has the particulars.</summary>
    public static string Why(FetchFailure failure) => failure switch
    {
        FetchFailure.Refused => "رفض الخادم الطلب.",
        FetchFailure.NotFound => "لا خلاصة في هذا العنوان؛ لعل الموقع نقلها.",
        FetchFailure.Unreachable => "تعذر الوصول إلى الخادم.",
        FetchFailure.TimedOut => "لم يكمل الخادم جوابه في المهلة.",
        FetchFailure.TooLarge => "الخلاصة أكبر من الحد.",
        FetchFailure.ServerError => "في الخادم عطل.",
        FetchFailure.RateLimited => "يقول الخادم إننا نسأل كثيراً، فنتمهل.",
        FetchFailure.Forbidden => "يمنعنا الموقع.",
        FetchFailure.TooManyRedirects => "تحويلات الموقع كثيرة أو تدور في حلقة.",
        FetchFailure.AddressNotAllowed => "العنوان داخل شبكة خاصة ولم يُسمح به.",
        FetchFailure.Truncated => "انقطع الجواب قبل تمامه.",
        FetchFailure.Challenge => "الموقع محمي ولا يدخله إلا المتصفح.",
        FetchFailure.Tls => "تعذر اتصال آمن بالموقع.",
        FetchFailure.Unreadable => "جواب الخادم لا يُقرأ.",
        FetchFailure.HostBusy => "ينتظر دوره عند خادمه.",
        FetchFailure.Gone => "يقول الناشر إن الخلاصة أُغلقت نهائياً.",
        FetchFailure.Empty => "جاء جواب فارغ.",
        FetchFailure.NoFeed => "ما جاء ليس خلاصة.",
        FetchFailure.WebPage => "في العنوان صفحة ويب لا خلاصة.",
        FetchFailure.LoginPage => "يطلب الموقع تسجيل الدخول.",
        FetchFailure.ConsentPage => "يطلب الموقع قبول ملفات تعريف الارتباط.",
        FetchFailure.ParkedDomain => "النطاق معروض للبيع أو انتهى حجزه.",
        FetchFailure.SuspendedSite => "أوقفت شركة الاستضافة الموقع.",
        FetchFailure.Maintenance => "الموقع قيد الصيانة.",
        FetchFailure.NotInThisCountry => "لا يُفتح الموقع من بلدنا.",
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "No sentence is written for it."),
    };
}
