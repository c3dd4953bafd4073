namespace FeedHub.Storage;

/// <summary>Keys by which the web face knows its own forms again, the same in every process of the hub and after every restart.</summary>
public sealed class FormKeys(Database database)
{
    public Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QueryAsync<string>("SELECT xml FROM form_keys ORDER BY name"), cancellationToken);

    /// <param name="name">A name that is there already keeps what it has.</param>
    public Task AddAsync(string name, string xml, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO form_keys (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO NOTHING", new { name, xml }),
            cancellationToken);
}
