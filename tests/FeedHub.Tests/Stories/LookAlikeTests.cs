using System.Globalization;
using System.Text;

namespace FeedHub.Tests.Stories;

/// <summary>What looks alike and is not, and what looks different and is the same.</summary>
public sealed class LookAlikeTests
{
    public static TheoryData<string> Forms => [.. Templates.All.Keys];

    /// <summary>Two outlets fill in the same form at the same time, under headlines of their own.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void Each_filling_of_a_form_finds_its_copies_and_no_other(string form)
    {
        foreach (var (hoursApart, isOneSource) in ((int, bool)[])[(1, false), (1, true), (6, false), (6, true), (24, false), (24, true)])
        {
            var (title, otherTitle, text, fillings) = Templates.All[form];
            var hub = new TellStories();
            var stories = fillings
                .Select((filling, index) => hub.Tell(
                    News.Article(Fill(title, filling), Fill(text, filling), isOneSource ? "sana" : $"first{index % 3}", index * hoursApart),
                    News.Article(Fill(otherTitle, filling), "وكالات: " + Fill(text, filling), isOneSource ? "nahar" : $"second{index % 3}", index * hoursApart)))
                .ToArray();

            Assert.All(stories, copies => Assert.Equal(copies[0], copies[1]));
            Assert.Equal(fillings.Length, stories.Select(copies => copies[0]).Distinct().Count());
        }
    }

    /// <summary>Nobody carried the filling before; only the other fillings are there to be taken for it.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void Excerpts_of_different_fillings_stay_apart(string form)
    {
        var (title, _, text, fillings) = Templates.All[form];
        var hub = new TellStories();

        var stories = fillings.Select((filling, index) => hub.Tell(
            News.Article(Fill(title, filling), Fill(text, filling).Split('\n')[0] + "…", $"feed{index}", index * 2, isTruncated: true))[0]);

        Assert.Equal(fillings.Length, stories.Distinct().Count());
    }

    public static TheoryData<string, string> Disguises
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var form in Rewrites.Keys)
            {
                foreach (var story in (string[])["bridge", "strike", .. Templates.All.Keys])
                {
                    data.Add(form, story);
                }
            }

            return data;
        }
    }

    private static readonly Dictionary<string, Func<string, string>> Rewrites = new()
    {
        ["cut short"] = text => text[..(text.Length * 2 / 5)] + "…",
        ["without its last paragraph"] = text => text[..text.LastIndexOf('\n')],
        ["with a lead of the desk"] = text => "في تطور جديد يتابعه قراؤنا باهتمام كبير منذ الصباح، وردت إلى غرفة الأخبار التفاصيل الآتية.\n" + text,
        ["with background added"] = text => text + "\nوكان الملف قد أثار خلال الأشهر الماضية جدلا واسعا في الصحافة المحلية وعلى مواقع التواصل بين مؤيدين ومعارضين.",
        ["with a dateline"] = text => "عمان (وكالات) – " + text,
        ["in Arabic-Indic digits"] = ToArabicIndic,
        ["with vowel signs and tatweel"] = text => text.Replace("الم", "المُ", StringComparison.Ordinal).Replace("بي", "بـي", StringComparison.Ordinal).Replace("من ", "مِن ", StringComparison.Ordinal),
        ["in other spelling"] = text => text.Replace('أ', 'ا').Replace('إ', 'ا').Replace("ة ", "ه ", StringComparison.Ordinal).Replace("ى ", "ي ", StringComparison.Ordinal),
        ["with other verbs"] = text => text.Replace("وأكد", "وشدد على", StringComparison.Ordinal).Replace("وقال", "وأوضح", StringComparison.Ordinal).Replace("وأضاف", "وتابع", StringComparison.Ordinal),
        ["as one paragraph"] = text => text.Replace('\n', ' '),
        ["with its last paragraphs changed round"] = text =>
        {
            var lines = text.Split('\n');
            return string.Join('\n', [lines[0], .. lines[1..].Reverse()]);
        },
    };

    [Theory]
    [MemberData(nameof(Disguises))]
    public void A_copy_is_known_in_any_disguise(string disguise, string story)
    {
        var (title, otherTitle, text) = story switch
        {
            "bridge" => (News.BridgeTitle, "وزير الأشغال: الجسر الجديد يخفف ازدحام الدوار الشمالي", News.Bridge),
            "strike" => (News.StrikeTitle, "الدروس تستأنف الخميس في الإقليم الساحلي", News.Strike),
            _ => (Fill(Templates.All[story].Title, Templates.All[story].Fillings[0]), Fill(Templates.All[story].OtherTitle, Templates.All[story].Fillings[0]), Fill(Templates.All[story].Text, Templates.All[story].Fillings[0])),
        };
        foreach (var isFirst in (bool[])[true, false])
        {
            var hub = new TellStories();
            var whole = News.Article(title, text, "sana", isFirst ? 2 : 0);
            var copy = News.Article(otherTitle, Rewrites[disguise](text), "nahar", isFirst ? 0 : 2);
            var stories = isFirst ? hub.Tell(copy, whole) : hub.Tell(whole, copy);

            Assert.Equal(stories[0], stories[1]);
        }
    }

    private static string Fill(string form, string[] filling) => string.Format(CultureInfo.InvariantCulture, form, [.. filling]);

    private static string ToArabicIndic(string text)
    {
        var digits = new StringBuilder(text);
        for (var digit = 0; digit < 10; digit++)
        {
            digits.Replace((char)('0' + digit), (char)('٠' + digit));
        }

        return digits.ToString();
    }
}
