using System.Collections.Immutable;
using System.Globalization;

namespace FeedHub.Stories;

/// <summary>A likeness in one respect, as the score weighs it.</summary>
/// <param name="Name">Stable, lower-case.</param>
/// <param name="Meaning">In words; <paramref name="Arabic"/> the same.</param>
internal sealed record ScoredSignal(string Name, string Meaning, string Arabic, ScoredSignal.Measure Of)
{
    public delegate double Measure(in Likeness likeness);
}

/// <summary>
/// Logistic regression: the log odds that two articles tell one thing. The weights are learned from labelled pairs (`stories train` of the benchmarks)
/// and ship in weights.txt. Immutable.
/// </summary>
public sealed class StoryScore
{
    internal static readonly ImmutableArray<ScoredSignal> Signals =
    [
        Signal("opening", "titles and first sentences, word by word", "العنوان والجمل الأولى كلمةً كلمة", (in like) => like.Opening),
        Signal("opening alike", "the same, where they are nearly one", "الشيء نفسه حيث يكادان يتطابقان", (in like) => like.Opening * like.Opening),
        Signal("titles", "words that the titles share", "كلمات مشتركة بين العنوانين", (in like) => like.Title),
        Signal("title told", "what either title says, told first by the other", "ما في عنوان أحدهما يستهل به الآخر", (in like) => like.TitleInOpening + like.TitleInOpeningOfEither),
        Signal("both titles told", "what both titles say, told first by both", "ما في العنوانين يستهل به كلاهما", (in like) => like.TitleInOpening),
        Signal("opening told", "what either begins with, anywhere in the other", "ما يبدأ به كل منهما واردٌ في الآخر", (in like) => like.OpeningInText),
        Signal("names", "names and matters of the titles, in the other text", "أسماء العنوان وموضوعه في نص الآخر", (in like) => like.Keys),
        Signal("names of either", "the same, the better way round", "الشيء نفسه في أفضل الاتجاهين", (in like) => like.KeysOfEither),
        Signal("names both ways", "the same, asked of both together", "الشيء نفسه في الاتجاهين معًا", (in like) => like.Keys * like.KeysOfEither),
        Signal("few names", "few names to go by", "أسماء قليلة يستدل بها", (in like) => 1 - (Math.Min(5, like.KeyCount) / 5.0)),
        Signal("text", "sentences in common all over both texts", "جمل مشتركة في أنحاء النصين", (in like) => like.Containment * like.Spread),
        Signal("opening and text", "what both begin with is in the other, and so is much of the rest", "ما يبدأ به كل منهما وارد في الآخر، ومعه كثير من النص", (in like) => like.OpeningInText * like.Containment),
        Signal("figures differ", "figures of one that the other lacks", "أرقام في أحدهما ليست في الآخر", (in like) => like.Figures >= 2 ? 1 - like.FigureShare : 0),
        Signal("one source", "both from one source, which tells a thing once", "من مصدر واحد، والمصدر يروي الخبر مرة", (in like) => like.IsSameSource ? 1 : 0),
        Signal("one source, later", "one source, hours later: rather the next report", "المصدر نفسه بعد ساعات، والأرجح أنه خبر تالٍ", (in like) => like.IsSameSource ? Math.Min(1, like.Apart.TotalHours / HoursToNextReport) : 0),
        Signal("one source's text", "one source's text used again", "نص المصدر نفسه مستعمل من جديد", (in like) => like.IsSameSource ? like.Containment : 0),
    ];

    /// <summary>By then a source writes anew of what goes on.</summary>
    private const double HoursToNextReport = 12;

    private readonly double _bias;
    private readonly double[] _weights;
    private readonly double[] _means;

    /// <param name="bias">Log odds of a pair that is average in everything.</param>
    /// <param name="weights">One a signal; <paramref name="means"/>: what is average.</param>
    public StoryScore(double bias, IEnumerable<double> weights, IEnumerable<double> means)
    {
        _bias = bias;
        _weights = [.. weights];
        _means = [.. means];
    }

    /// <summary>The one that ships.</summary>
    public static StoryScore Shipped { get; } = ReadShipped();

    /// <summary>Reads what <see cref="ToString"/> wrote: a line a signal (name, weight, mean, tab between), the bias first. A signal without a line weighs nothing.</summary>
    public static StoryScore Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n').Where(line => line.Contains('\t', StringComparison.Ordinal) && line[0] != '#').Select(line => line.Split('\t')).ToDictionary(cells => cells[0]);
        return new(Number("bias", 1), Signals.Select(signal => Number(signal.Name, 1)), Signals.Select(signal => Number(signal.Name, 2)));

        double Number(string name, int cell) => lines.TryGetValue(name, out var cells) ? double.Parse(cells[cell], CultureInfo.InvariantCulture) : 0;
    }

    public override string ToString() =>
        string.Concat(
            Signals.Select((signal, index) => string.Create(CultureInfo.InvariantCulture, $"{signal.Name}\t{_weights[index]:0.000}\t{_means[index]:0.000}\n"))
                .Prepend(string.Create(CultureInfo.InvariantCulture, $"bias\t{_bias:0.000}\n")));

    /// <summary>Above 0: rather one story than two.</summary>
    internal double LogOdds(in Likeness likeness)
    {
        var sum = _bias;
        for (var signal = 0; signal < _weights.Length; signal++)
        {
            sum += _weights[signal] * (Signals[signal].Of(likeness) - _means[signal]);
        }

        return sum;
    }

    /// <summary>What each signal adds to the log odds, in their order.</summary>
    internal double[] Shares(Likeness likeness) =>
        [.. Signals.Select((signal, index) => _weights[index] * (signal.Of(likeness) - _means[index]))];

    private static ScoredSignal Signal(string name, string meaning, string arabic, ScoredSignal.Measure of) => new(name, meaning, arabic, of);

    private static StoryScore ReadShipped()
    {
        using var stream = typeof(StoryScore).Assembly.GetManifestResourceStream("FeedHub.Stories.weights.txt")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
