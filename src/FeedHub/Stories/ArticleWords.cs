using System.Buffers;
using FeedHub.Cleaning;

namespace FeedHub.Stories;

/// <summary>
/// An article as the matcher reads it: whole, while it is being decided; what stays is its <see cref="Sketch"/>. Its arrays are rented: of no use once disposed.
/// </summary>
internal sealed class ArticleWords : IDisposable
{
    /// <summary>Texts are read this far: a longer one is known by its first 4,000 words.</summary>
    public const int MostWords = 4000;

    /// <summary>What a source repeats stands near the beginning and end of its texts.</summary>
    private const int LinesOfAnEdge = 8;

    private const int LongestLearnedLine = 40;
    private const int MostFigures = 20;

    /// <summary>A newsroom says in its first sentence what happened, who did it and where.</summary>
    private const int LeadWithin = 40;

    private readonly uint[] _shingles;
    private readonly int _count;

    /// <summary>Place of a shingle and one more, by open addressing; 0: free.</summary>
    private readonly int[] _places;

    private readonly int _mask;

    private ArticleWords(string title, ReadOnlySpan<uint> words, ReadOnlySpan<uint> stems, uint[] figures, ShortLines lines)
    {
        Words = words.Length;
        Figures = figures;
        Lines = lines;
        Stems = new(words.Length + TitleWords.MostWords);
        foreach (var stem in stems)
        {
            Stems.Add(stem);
        }

        Title = TitleWords.Read(title);
        for (var word = 0; word < Title.Words.Length; word++)
        {
            Keys |= Stems.Contains(Title.Words[word]) ? 1u << word : 0;
        }

        foreach (var word in Title.Words)
        {
            Stems.Add(word);
        }

        LeadWords = ReadLead(stems, Title.Words);
        _places = HashTable.Rent<int>(words.Length);
        _mask = HashTable.SizeFor(words.Length) - 1;
        _shingles = ArrayPool<uint>.Shared.Rent(words.Length);
        _count = ReadShingles(words);
    }

    public TitleWords Title { get; }

    public int Words { get; }

    /// <summary>Hashes of the stems of every word of text and title.</summary>
    public WordSet Stems { get; }

    /// <summary>Hashes of the stems that the text opens with, each once, without those of the title.</summary>
    public uint[] LeadWords { get; }

    /// <summary>Bit n: title word n stands in the text as well.</summary>
    public uint Keys { get; }

    /// <summary>31-bit hashes of every three words in a row, in the order of the text, each once.</summary>
    public ReadOnlySpan<uint> Shingles => _shingles.AsSpan(0, _count);

    /// <summary>The first distinct figures of the text.</summary>
    public uint[] Figures { get; }

    /// <summary>Those short enough to be boilerplate.</summary>
    public ShortLines Lines { get; }

    public void Dispose()
    {
        Stems.Dispose();
        ArrayPool<int>.Shared.Return(_places);
        ArrayPool<uint>.Shared.Return(_shingles);
    }

    /// <summary>Where the shingle stands, counted in shingles; -1: nowhere.</summary>
    public int PlaceOf(uint shingle)
    {
        var (places, shingles) = (_places, _shingles);
        var slot = (int)shingle & _mask;
        while (places[slot] is var place and > 0)
        {
            if (shingles[place - 1] == shingle)
            {
                return place - 1;
            }

            slot = (slot + 1) & _mask;
        }

        return -1;
    }

    /// <param name="isBoilerplate">Whether to leave a line (by its hash) out.</param>
    public static ArticleWords Read(string title, string text, Func<uint, bool> isBoilerplate)
    {
        var words = ArrayPool<uint>.Shared.Rent(text.Length / 2);
        var stems = ArrayPool<uint>.Shared.Rent(text.Length / 2);
        var form = new UnitBuffer(text.Length);
        var figures = new List<uint>();
        var lines = new ShortLines(text);
        var isFirst = true;
        var (count, number, last) = (0, -1, text.AsSpan().Count('\n'));
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            if (count >= MostWords)
            {
                break;
            }

            var (start, length) = range.GetOffsetAndLength(text.Length);
            var dateline = isFirst ? Dateline.Length(text.AsSpan(start, length)) : 0;
            form.Length = 0;
            ArabicText.AppendMatchingForm(text.AsSpan(start + dateline, length - dateline), ref form);

            var isAtEdge = number < LinesOfAnEdge || number > last - LinesOfAnEdge;
            var isOwn = isAtEdge && form.Length > 0 && form.Units.Count(' ') < LongestLearnedLine && isBoilerplate(lines.Add(form.Units, start + dateline, length - dateline));
            if (form.Length > 0 && !isOwn)
            {
                isFirst = false;
                MakeRoom(ref words, count, form.Length);
                MakeRoom(ref stems, count, form.Length);
                Read(form.Units, words, stems, ref count, figures);
            }
        }

        form.Dispose();
        var read = new ArticleWords(ArabicText.MatchingForm(title), words.AsSpan(0, count), stems.AsSpan(0, count), [.. figures], lines);
        ArrayPool<uint>.Shared.Return(words);
        ArrayPool<uint>.Shared.Return(stems);
        return read;
    }

    /// <summary>For the words of so many units more: a word and the space behind it are two at least.</summary>
    private static void MakeRoom(ref uint[] words, int count, int units)
    {
        if (count + (units / 2) + 1 > words.Length)
        {
            var grown = ArrayPool<uint>.Shared.Rent(2 * (count + (units / 2) + 1));
            words.AsSpan(0, count).CopyTo(grown);
            ArrayPool<uint>.Shared.Return(words);
            words = grown;
        }
    }

    private static void Read(ReadOnlySpan<char> form, uint[] words, uint[] stems, ref int count, List<uint> figures)
    {
        var figureEnd = 0;
        for (var start = 0; start < form.Length;)
        {
            var rest = form[start..];
            words[count] = WordHash.OfFirst(rest, out var length);
            var stem = LightStem.Of(rest[..length]);
            stems[count] = stem.Length == length ? words[count] : WordHash.Of(stem);
            count++;
            if (start >= figureEnd && figures.Count < MostFigures && Figure.Read(rest, out var figureLength) is { } figure)
            {
                figureEnd = start + figureLength;
                if (Figure.HashOf(figure) is var hash && !figures.Contains(hash))
                {
                    figures.Add(hash);
                }
            }

            start += length + 1;
        }
    }

    private static uint[] ReadLead(ReadOnlySpan<uint> stems, uint[] title)
    {
        Span<uint> lead = stackalloc uint[Sketch.MostLeadWords];
        var count = 0;
        foreach (var stem in stems[..Math.Min(LeadWithin, stems.Length)])
        {
            if (count < lead.Length && !lead[..count].Contains(stem) && !title.Contains(stem) && !FunctionWords.Contains(stem))
            {
                lead[count++] = stem;
            }
        }

        return lead[..count].ToArray();
    }

    /// <summary>Returns how many there are.</summary>
    private int ReadShingles(ReadOnlySpan<uint> words)
    {
        var (places, shingles) = (_places, _shingles);
        var count = 0;
        for (var place = 0; place + 2 < words.Length; place++)
        {
            var shingle = WordHash.Shingle(words[place], words[place + 1], words[place + 2]);
            var slot = (int)shingle & _mask;
            while (places[slot] is var taken and > 0 && shingles[taken - 1] != shingle)
            {
                slot = (slot + 1) & _mask;
            }

            if (places[slot] == 0)
            {
                shingles[count++] = shingle;
                places[slot] = count;
            }
        }

        return count;
    }
}
