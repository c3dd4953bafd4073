using System.Data;
using DbUp.Engine;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>A step of the schema that SQL cannot take: the keys of what was stored, made anew after the matching form has changed.</summary>
internal sealed class ContentKeys : IScript
{
    public const string Name = "0020-content-keys";

    private const int Together = 500;

    public string ProvideScript(Func<IDbCommand> dbCommandFactory)
    {
        var last = 0L;
        while (Read(dbCommandFactory, last) is { Count: > 0 } some)
        {
            last = some[^1].Id;
            foreach (var (id, key, title, text) in some)
            {
                var renewed = ArticleCleaner.ContentKey(title, text);
                if (renewed != key)
                {
                    Execute(dbCommandFactory, id, renewed);
                }
            }
        }

        return "";
    }

    private static List<(long Id, string Key, string Title, string Text)> Read(Func<IDbCommand> commands, long after)
    {
        using var command = commands();
        command.CommandText =
            $"SELECT a.id, a.content_key, a.title, t.text FROM articles a JOIN article_texts t ON t.article_id = a.id WHERE a.id > @id ORDER BY a.id LIMIT {Together}";
        Add(command, "id", after);
        using var reader = command.ExecuteReader();
        var rows = new List<(long, string, string, string)>();
        while (reader.Read())
        {
            rows.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        }

        return rows;
    }

    private static void Execute(Func<IDbCommand> commands, long id, string key)
    {
        using var command = commands();
        command.CommandText = "UPDATE articles SET content_key = @key WHERE id = @id";
        Add(command, "id", id);
        Add(command, "key", key);
        command.ExecuteNonQuery();
    }

    private static void Add(IDbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
