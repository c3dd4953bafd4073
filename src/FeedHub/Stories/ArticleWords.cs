using System.Buffers;
using System.Runtime.InteropServices;
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

    /// <summary>With its space; how much room to make before counting.</summary>
    private const int FewestLettersOfAWord = 5;

    private readonly uint[] _shingles;
    private readonly int _count;

    /// <summary>Place of a shingle and one more, by open addressing; 0: free.</summary>
    private readonly int[] _places;

    private readonly int _mask;

    private ArticleWords(string title, ReadOnlySpan<uint> words, uint[] figures, Dictionary<uint, string> lines)
    {
        Words = words.Length;
        Figures = figures;
        Lines = lines;
        DistinctWords = new(words.Length + TitleWords.MostWords);
        foreach (var word in words)
        {
            DistinctWords.Add(word);
        }

        Title = TitleWords.Read(title, DistinctWords.Contains);
        for (var word = 0; word < Title.Words.Length; word++)
        {
            Keys |= DistinctWords.Contains(Title.Words[word]) ? 1u << word : 0;
        }

        foreach (var word in Title.Words)
        {
            DistinctWords.Add(word);
        }

        _places = HashTable.Rent<int>(words.Length);
        _mask = HashTable.SizeFor(words.Length) - 1;
        _shingles = ArrayPool<uint>.Shared.Rent(words.Length);
        _count = ReadShingles(words);
    }

    public TitleWords Title { get; }

    public int Words { get; }

    /// <summary>Hashes of every word of text and title.</summary>
    public WordSet DistinctWords { get; }

    /// <summary>Bit n: title word n stands in the text as well.</summary>
    public uint Keys { get; }

    /// <summary>31-bit hashes of every three words in a row, in the order of the text, each once.</summary>
    public ReadOnlySpan<uint> Shingles => _shingles.AsSpan(0, _count);

    /// <summary>The first distinct figures of the text.</summary>
    public uint[] Figures { get; }

    /// <summary>Hash and matching form of each line short enough to be boilerplate.</summary>
    public IReadOnlyDictionary<uint, string> Lines { get; }

    public void Dispose()
    {
        DistinctWords.Dispose();
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
        var words = new List<uint>(Math.Min(text.Length / FewestLettersOfAWord, MostWords) + 1);
        var form = new UnitBuffer(text.Length);
        var figures = new List<uint>();
        var lines = new Dictionary<uint, string>();
        var isFirst = true;
        var (number, last) = (-1, text.AsSpan().Count('\n'));
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            if (words.Count >= MostWords)
            {
                break;
            }

            var line = text.AsSpan(range);
            form.Length = 0;
            ArabicText.AppendMatchingForm(isFirst ? line[Dateline.Length(line)..] : line, ref form);

            var isAtEdge = number < LinesOfAnEdge || number > last - LinesOfAnEdge;
            if (form.Length > 0 && !(isAtEdge && IsLearned(form.Units, lines, isBoilerplate)))
            {
                isFirst = false;
                Read(form.Units, words, figures);
            }
        }

        form.Dispose();
        return new(ArabicText.MatchingForm(title), CollectionsMarshal.AsSpan(words), [.. figures], lines);
    }

    private static bool IsLearned(ReadOnlySpan<char> form, Dictionary<uint, string> lines, Func<uint, bool> isBoilerplate)
    {
        if (form.Count(' ') >= LongestLearnedLine)
        {
            return false;
        }

        var hash = LineHash(form);
        if (!lines.ContainsKey(hash))
        {
            lines.Add(hash, form.ToString());
        }

        return isBoilerplate(hash);
    }

    public static uint LineHash(ReadOnlySpan<char> form) => WordHash.Of(form);

    private static void Read(ReadOnlySpan<char> form, List<uint> words, List<uint> figures)
    {
        while (!form.IsEmpty)
        {
            var hash = WordHash.OfFirst(form, out var length);
            words.Add(hash);
            if (figures.Count < MostFigures && TitleWords.IsFigure(form[..length]) && !figures.Contains(hash))
            {
                figures.Add(hash);
            }

            form = form[Math.Min(length + 1, form.Length)..];
        }
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
