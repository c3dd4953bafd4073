using Lucene.Net.Analysis.Ar;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace FeedHub.Benchmarks.Search;

/// <summary>The yardstick: Lucene.Net with its ArabicAnalyzer (normalised, without stop words, light10 stems) and BM25, a title weighing twice.</summary>
internal sealed class LuceneSearch : IDisposable
{
    private const LuceneVersion Version = LuceneVersion.LUCENE_48;

    private readonly ArabicAnalyzer _analyzer = new(Version);
    private readonly RAMDirectory _directory = new();
    private readonly DirectoryReader _reader;
    private readonly IndexSearcher _searcher;

    public LuceneSearch(IEnumerable<JudgedArticle> news)
    {
        using (var writer = new IndexWriter(_directory, new IndexWriterConfig(Version, _analyzer)))
        {
            foreach (var article in news)
            {
                writer.AddDocument([new StringField("address", article.Address, Field.Store.YES), new TextField("title", article.Title, Field.Store.NO), new TextField("text", article.Text, Field.Store.NO)]);
            }
        }

        _reader = DirectoryReader.Open(_directory);
        _searcher = new IndexSearcher(_reader) { Similarity = new BM25Similarity() };
    }

    public IReadOnlyList<string> Find(string typed)
    {
        var all = new BooleanQuery();
        foreach (var stem in Stems(typed))
        {
            all.Add(new BooleanQuery { { new TermQuery(new Term("title", stem)) { Boost = 2 }, Occur.SHOULD }, { new TermQuery(new Term("text", stem)), Occur.SHOULD } }, Occur.MUST);
        }

        return [.. _searcher.Search(all, Math.Max(1, _reader.NumDocs)).ScoreDocs.Select(hit => _searcher.Doc(hit.Doc).Get("address"))];
    }

    public void Dispose()
    {
        _reader.Dispose();
        _directory.Dispose();
        _analyzer.Dispose();
    }

    private List<string> Stems(string typed)
    {
        var stems = new List<string>();
        using var tokens = _analyzer.GetTokenStream("text", typed);
        var term = tokens.GetAttribute<ICharTermAttribute>();
        tokens.Reset();
        while (tokens.IncrementToken())
        {
            stems.Add(term.ToString());
        }

        return stems;
    }
}
