using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Finds stories by the words of all their copies, alike on both engines. Filled in the background.</summary>
public sealed class SearchIndex(Database database)
{
    /// <summary>Indexes up to <paramref name="max"/> stories that are new or changed; returns how many.</summary>
    public async Task<int> IndexAsync(int max, CancellationToken cancellationToken)
    {
        var indexed = 0;
        while (indexed < max)
        {
            var some = Math.Min(SearchWriter.Together, max - indexed);
            var done = await database.WriteAsync(session => SearchWriter.IndexAsync(session, some), cancellationToken);
            indexed += done;
            if (done < some)
            {
                break;
            }
        }

        return indexed;
    }

    /// <summary>Some stories cannot be found yet, or not by all their words.</summary>
    public Task<bool> IsBehindAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(async session => (await session.QueryAsync<long>("SELECT story_seq FROM search_pending LIMIT 1")).Count > 0, cancellationToken);

    /// <summary>Story ids in the order and within the bounds asked for.</summary>
    /// <param name="bounds">Its feeds are not asked: the query names them.</param>
    public async Task<IReadOnlyList<string>> FindAsync(SearchQuery query, StoryQuery bounds, SearchNames names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(bounds);
        if (query.Clause is not { } clause || bounds.Limit <= 0)
        {
            return [];
        }

        return await database.ReadAsync(
            async session =>
            {
                var sql = await SearchSql.OfAsync(session, clause, names);
                var where = $"{StoryReader.Bounds(bounds, sql.Parameters.Add("limit", bounds.Limit))} AND {sql.Condition(clause)}";
                var (nearest, answer) = StoryReader.OrderBy(bounds);
                return await session.QueryAsync<string>(
                    $"SELECT s.id FROM (SELECT s.id, s.date_ms, s.seq FROM stories s WHERE {where} ORDER BY {nearest} LIMIT @limit) s ORDER BY {answer}", sql.Parameters);
            },
            cancellationToken);
    }

    /// <summary>Story ids, the most relevant first: by where the words stand, how exactly they are met and how rare they are, and how fresh the story is.</summary>
    /// <param name="most">So many of the newest that answer, and the newest with every word in the title, are weighed.</param>
    /// <param name="asOf">What came in later is left out, so that the pages of one ranking stand still.</param>
    public async Task<IReadOnlyList<string>> FindBestAsync(SearchQuery query, int most, SearchNames names, DateTimeOffset asOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.Clause is not { } clause ? []
            : await database.ReadAsync(session => SearchRanking.BestAsync(session, query, most, names, asOf), cancellationToken);
    }

    /// <summary>What was perhaps meant, with the words as the news writes them; null: nothing that would be found.</summary>
    public async Task<string?> SuggestAsync(string typed, SearchNames names, CancellationToken cancellationToken)
    {
        var places = WordSplit.WithPlaces(typed);
        var suggested = typed;
        foreach (var pattern in SearchQuery.Parse(typed).Wanted.Select(words => words.Pattern).Reverse())
        {
            if (await database.ReadAsync(session => SearchSuggestion.ForAsync(session, pattern), cancellationToken) is { } word
                && places.LastOrDefault(place => place.Word == pattern.Words[0]) is { Word: not null } place)
            {
                suggested = suggested[..place.Start] + await WrittenAsync(word, cancellationToken) + suggested[place.End..];
            }
        }

        return suggested != typed && (await FindAsync(SearchQuery.Parse(suggested), new StoryQuery { Limit = 1 }, names, cancellationToken)).Count > 0 ? suggested : null;
    }

    /// <summary>Names in the titles since then, the most frequent first, as they are written.</summary>
    public async Task<IReadOnlyList<string>> FrequentNamesAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        const string sql =
            """
            SELECT m.story_seq, a.title FROM (SELECT seq FROM stories WHERE date_ms >= @since ORDER BY date_ms DESC, seq DESC LIMIT 5000) s
            JOIN matches m ON m.story_seq = s.seq JOIN articles a ON a.id = m.article_id ORDER BY m.match_seq
            """;
        return FrequentNames.Of(await database.ReadAsync(
            session => session.QueryAsync(sql, new { since = since.Ms() }, row => (row.GetInt64(0), row.GetString(1))), cancellationToken));
    }

    /// <summary>As a story has it.</summary>
    private async Task<string> WrittenAsync(string word, CancellationToken cancellationToken)
    {
        const string sql = $"SELECT a.title, {PackedText.Columns} FROM stories s JOIN matches m ON m.story_seq = s.seq JOIN articles a ON a.id = m.article_id JOIN article_texts t ON t.article_id = a.id WHERE s.id = @id";
        var found = await FindAsync(SearchQuery.Parse("=" + word), new StoryQuery { Limit = 1 }, new SearchNames(), cancellationToken);
        var copies = await database.ReadAsync(session => session.QueryAsync(sql, new { id = found is [var first] ? first : "" }, row => row.GetString(0) + "\n" + PackedText.Read(row, 1)), cancellationToken);
        return copies.SelectMany(copy => WordSplit.WithPlaces(copy).Where(place => place.Word == word).Select(place => copy[place.Start..place.End])).FirstOrDefault() ?? word;
    }

    /// <summary>Each story as the copy tells it that has the most of what was searched for.</summary>
    public async Task<IReadOnlyList<Story>> AsFoundAsync(IReadOnlyList<Story> stories, SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stories);
        ArgumentNullException.ThrowIfNull(query);
        var wanted = query.Wanted.ToList();
        var lacking = stories.Where(story => story.Copies.Length > 1 && Held(story.Shown, wanted) < wanted.Count).ToDictionary(story => story.Id);
        if (lacking.Count == 0)
        {
            return stories;
        }

        var copies = await database.ReadAsync(
            session => ArticleTable.ReadAsync(session, lacking.Values.SelectMany(story => story.Copies).Select(copy => copy.ArticleId)), cancellationToken);
        return [.. stories.Select(story => lacking.ContainsKey(story.Id) ? story.AsToldBy(Best(story, copies, wanted)) : story)];
    }

    private static Article Best(Story story, IReadOnlyDictionary<long, Article> copies, List<SearchClause.Words> wanted) =>
        story.Copies.Select(copy => copies.GetValueOrDefault(copy.ArticleId)).OfType<Article>().Prepend(story.Shown).MaxBy(article => Held(article, wanted))!;

    /// <summary>How many of the wanted words an article has.</summary>
    private static int Held(Article article, List<SearchClause.Words> wanted)
    {
        var (title, text) = (WordSplit.Of(article.Title), wanted.Count == 0 ? [] : WordSplit.Of(article.Text));
        return wanted.Count(words => words.Pattern.IsIn(title) || (!words.InTitle && words.Pattern.IsIn(text)));
    }
}
