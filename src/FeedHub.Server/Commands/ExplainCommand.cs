using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server.Commands;

/// <summary><c>explain</c>: why two articles are, or are not, one story.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> First = new("A") { Description = Phrase.Say("an article: its number, feed/entry id, address, or a file", "مقالة: رقمها أو feed/entry أو عنوانها أو ملف") };
    private static readonly Argument<string> Second = new("B") { Description = Phrase.Say("another one", "مقالة أخرى") };
    private static readonly Option<bool> Json = new("--json") { Description = Phrase.Say("one JSON object", "كائن JSON واحد") };
    private static readonly Option<bool> AllowPrivate = new("--allow-private") { Description = Phrase.Say("allow addresses of private networks", "السماح بعناوين الشبكات الخاصة") };

    public static Command Create()
    {
        var command = new Command("explain", Phrase.Say("Say why two articles are, or are not, one story.", "يقول لماذا تُعد مقالتان خبراً واحداً أو لا تُعدان.")) { First, Second, Json, AllowPrivate };
        HelpExamples.Of(command, "feedhub explain 1041 1187", "feedhub explain https://a.example/news/1 https://b.example/n/2", "feedhub explain one.txt two.json --json");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var articles = new ArticleFinder(parsed, parsed.GetValue(AllowPrivate));
        var (a, mistakeA) = await articles.FindAsync(parsed.GetValue(First)!, cancellationToken);
        var (b, mistakeB) = await articles.FindAsync(parsed.GetValue(Second)!, cancellationToken);
        if (a is null || b is null)
        {
            return await CommandLine.ComplainAsync((mistakeA ?? mistakeB)!, ExitCode.Failed);
        }

        var sources = await articles.SourcesAsync(cancellationToken);
        var lines = await articles.SourceLinesAsync([a.FeedId, b.FeedId], cancellationToken);
        var decision = await articles.DecisionAsync(a, b, cancellationToken);
        var verdict = SameStory.Explain(
            a, b, sources.GetValueOrDefault(a.FeedId), sources.GetValueOrDefault(b.FeedId), sourceLines: feed => lines[feed].Select(line => line.Line));
        await using var output = StandardStreams.OpenOutput();
        await output.WriteAsync(parsed.GetValue(Json) ? JsonOf(a, b, decision, verdict) : Encoding.UTF8.GetBytes(TextOf(a, b, decision, verdict)), cancellationToken);
        await output.FlushAsync(cancellationToken);
        return ExitCode.Fine;
    }

    private static ReadOnlyMemory<byte> JsonOf(Article a, Article b, HubDecision? decision, StoryVerdict verdict) => JsonLine.Write(json =>
    {
        if (decision is null)
        {
            json.WriteNull("decided");
        }
        else
        {
            json.WriteStartObject("decided");
            json.WriteBoolean("same", decision.IsSame);
            WriteDecided(json, "a", decision.OfA);
            WriteDecided(json, "b", decision.OfB);
            json.WriteEndObject();
        }

        json.WriteBoolean("same", verdict.IsSame);
        json.WriteString("relation", NameOf(verdict.Relation));
        json.WriteString("because", verdict.Because);
        WriteArticle(json, "a", a);
        WriteArticle(json, "b", b);
        json.WriteList("signals", verdict.Signals, WriteSignal);
        json.WriteList("vetoes", verdict.Vetoes, (writer, veto) => writer.WriteStringValue(veto));
    });

    private static void WriteDecided(Utf8JsonWriter json, string name, DecidedCopy copy)
    {
        json.WriteStartObject(name);
        json.WriteString("story", copy.StoryId);
        json.WriteInstant("at", copy.At);
        json.WriteString("reason", EnglishReason.Say(copy.Reason));
        if (copy.ThroughId is { } through)
        {
            json.WriteNumber("through", through);
        }
        else
        {
            json.WriteNull("through");
        }

        json.WriteEndObject();
    }

    private static void WriteArticle(Utf8JsonWriter json, string name, Article article)
    {
        json.WriteStartObject(name);
        json.WriteNumber("id", article.Id);
        json.WriteString("feed", article.FeedId);
        json.WriteString("title", article.Title);
        json.WriteString("link", article.Link);
        json.WriteInstant("date", article.Date);
        json.WriteEndObject();
    }

    private static void WriteSignal(Utf8JsonWriter json, StorySignal signal)
    {
        json.WriteStartObject();
        json.WriteString("name", signal.Name);
        json.WriteNumber("value", double.IsFinite(signal.Value) ? signal.Value : 0);
        if (signal.Threshold is { } threshold)
        {
            json.WriteNumber("threshold", threshold);
        }
        else
        {
            json.WriteNull("threshold");
        }

        if (signal.Share is { } share)
        {
            json.WriteNumber("share", share);
            json.WriteString("arabic", signal.Arabic);
        }

        json.WriteString("meaning", signal.Meaning);
        json.WriteEndObject();
    }

    private static string TextOf(Article a, Article b, HubDecision? decision, StoryVerdict verdict)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"A  {Wording.Line(a.Title)}\nB  {Wording.Line(b.Title)}\n\n");
        if (decision is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"The hub decided: {(decision.IsSame ? "one story" : "two stories")}.\n");
            text.Append(TextOf("A", decision.OfA)).Append(TextOf("B", decision.OfB)).Append('\n');
            text.Append("Of these two alone it would say:\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{(verdict.Relation switch { StoryRelation.Same => "One story", StoryRelation.Related => "Two stories of one affair", _ => "Two stories" })}: {verdict.Because}\n\n");
        foreach (var signal in verdict.Signals)
        {
            var against = signal.Threshold is { } threshold ? threshold.ToString("0.###", CultureInfo.InvariantCulture) : "-";
            text.Append(CultureInfo.InvariantCulture, $"{signal.Name,-18} {signal.Value,8:0.###} {against,8}  {(signal.Share is { } share ? $"{Weight(share)}: " : "")}{signal.Meaning}\n");
        }

        foreach (var veto in verdict.Vetoes)
        {
            text.Append(CultureInfo.InvariantCulture, $"kept apart: {veto}\n");
        }

        return text.ToString();
    }

    private static string NameOf(StoryRelation relation) => relation switch
    {
        StoryRelation.Same => "same",
        StoryRelation.Related => "related",
        _ => "apart",
    };

    /// <summary>Log odds in words.</summary>
    private static string Weight(double share) => share switch
    {
        >= 1 => "speaks strongly for it",
        >= 0.2 => "speaks for it",
        > -0.2 => "says little",
        > -1 => "speaks against it",
        _ => "speaks strongly against it",
    };

    private static string TextOf(string name, DecidedCopy copy) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}  decided {copy.At:yyyy-MM-dd HH:mm} UTC, story {copy.StoryId}: {EnglishReason.Say(copy.Reason)}{(copy.ThroughId is { } through ? $", through {through}{(copy.ThroughTitle is { } title ? $" ({Wording.Line(title)})" : "")}" : "")}\n");
}
