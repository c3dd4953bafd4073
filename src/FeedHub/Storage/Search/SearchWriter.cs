using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>Writes the words of stories into the index.</summary>
internal static class SearchWriter
{
    /// <summary>Stories in one transaction: few enough that polls and the matcher hardly wait.</summary>
    public const int Together = 50;

    /// <summary>PostgreSQL knows places of words up to 16,383.</summary>
    private const int MaxWords = 16_000;

    /// <summary>Of one title, so that some of the text is left.</summary>
    private const int MaxTitleWords = 4_000;

    /// <summary>Between titles and lines, so that no phrase spans them. No query has it in matching form.</summary>
    private const string Break = "¶";

    public static async Task<int> IndexAsync(DatabaseSession session, int max)
    {
        var (database, dialect) = (session.Database, session.Database.Dialect);
        var sequences = await session.QueryAsync<long>($"SELECT story_seq FROM search_pending ORDER BY story_seq DESC LIMIT @max {dialect.ForUpdateOfFree}", new { max });
        if (sequences.Count == 0)
        {
            return 0;
        }

        var parameters = new { sequences = database.List(sequences) };
        await session.ExecuteAsync($"DELETE FROM search WHERE {database.AnyOf(dialect.SearchKey, "sequences")}", parameters);
        var copies = await session.QueryAsync(
            $"""
            SELECT m.story_seq, a.title, {PackedText.Columns} FROM matches m JOIN stories s ON s.seq = m.story_seq JOIN articles a ON a.id = m.article_id JOIN article_texts t ON t.article_id = a.id
            WHERE {database.AnyOf("m.story_seq", "sequences")}
            ORDER BY m.story_seq, CASE WHEN a.id = s.shown_article_id THEN 0 ELSE 1 END, m.match_seq
            """,
            parameters,
            row => (Story: row.GetInt64(0), Title: row.GetString(1), Text: PackedText.Read(row, 2)));
        var columns = dialect.SearchColumns;
        var insert = RowBatch.Insert(
            session, ["story", .. columns], $"search ({dialect.SearchKey}, {string.Join(", ", columns)})", $"given.story, {string.Join(", ", columns.Select(column => dialect.Indexed("given." + column)))}");
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var story in copies.GroupBy(copy => copy.Story))
        {
            var title = Words(story.Select(copy => copy.Title), MaxTitleWords);
            var text = Words(story.SelectMany(copy => copy.Text.Split('\n')), MaxWords - title.Count);
            words.UnionWith(title);
            words.UnionWith(text);
            await insert.AddAsync([story.Key, .. dialect.Document(title, text)]);
        }

        await insert.FlushAsync();
        await AddWordsAsync(session, words);
        await session.ExecuteAsync($"DELETE FROM search_pending WHERE {database.AnyOf("story_seq", "sequences")}", parameters);
        return sequences.Count;
    }

    /// <summary>Of different lines: copies of one report share most of theirs.</summary>
    private static List<string> Words(IEnumerable<string> lines, int most)
    {
        var words = new List<string>();
        foreach (var line in lines.Distinct(StringComparer.Ordinal))
        {
            words.AddRange(WordSplit.Of(line));
            words.Add(Break);
            if (words.Count >= most)
            {
                return words[..most];
            }
        }

        return words;
    }

    /// <summary>In one order, so that two processes that index at once do not wait for each other in a ring.</summary>
    private static async Task AddWordsAsync(DatabaseSession session, HashSet<string> words)
    {
        words.Remove(Break);
        var known = await session.QueryAsync<string>(
            $"SELECT word FROM search_families WHERE {session.Database.AnyOf("word", "words")}", new { words = session.Database.List(words) });
        var insert = RowBatch.Insert(session, ["family", "word"], "search_families (family, word)", "given.family, given.word", "ON CONFLICT (family, word) DO NOTHING");
        foreach (var word in words.Except(known).Order(StringComparer.Ordinal))
        {
            foreach (var family in WordFamily.Of(word))
            {
                await insert.AddAsync(family, word);
            }
        }

        await insert.FlushAsync();
    }
}
