using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using FeedHub.Sources;

namespace FeedHub.Tests.Sources;

public sealed class JsoncParserTests
{
    private const string Sound =
        """
        {
          // a line, {[",
          "a": [1, -2.5e+3, 0, true, false, null, "x\"\\\/\b\f\n\r\t\u0627\ud83d\ude00",],
          /* a block */ "b": { "c": {}, "d": [], "": "أخبار" , },
        }
        """;

    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "//", "/*", "*/", "\n", " ", "1", "-", "0", ".", "e", "true", "nul", "null", "،", "'", "\u0001", "\\u12", "x"];

    [Fact]
    public void It_accepts_exactly_what_JSON_with_comments_is() =>
        Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Int[0, 3], Gen.Int[0, Pieces.Length - 1], Gen.Int[0, 2]).List[0, 4].Sample(
            changes =>
            {
                var text = Sound;
                foreach (var (at, delete, piece, insert) in changes)
                {
                    var start = Math.Min(at, text.Length);
                    text = text.Remove(start, Math.Min(delete, text.Length - start)).Insert(start, insert == 0 ? "" : Pieces[piece]);
                }

                var mistakes = new MistakeList(text, "x");
                var root = JsoncParser.Parse(text, mistakes);

                var expected = Expected(text);
                Assert.True((expected is not null) == mistakes.IsEmpty, $"{text}\n{string.Join('\n', mistakes.Mistakes)}");
                if (expected is not null)
                {
                    Assert.Equal(expected, Written(root));
                }
            },
            iter: 20_000);

    [Theory]
    [InlineData("{ \"a\" /* here */ : 1 }")]
    [InlineData("{ \"a\" // here\n : // and here\r 1 }")]
    [InlineData("/**/ { /***/ } //")]
    public void A_comment_stands_wherever_a_blank_may(string text)
    {
        var mistakes = new MistakeList(text, "x");

        var root = JsoncParser.Parse(text, mistakes);

        Assert.True(mistakes.IsEmpty, string.Join('\n', mistakes.Mistakes));
        Assert.Equal(Expected(text), Written(root));
    }

    /// <summary>Null: no JSON. System.Text.Json refuses a comment between a key and its colon, so blanks take the comments' place before it reads.</summary>
    private static string? Expected(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Uncommented(text), new JsonDocumentOptions { AllowTrailingCommas = true });
            return Written(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string Uncommented(string text) =>
        Regex.Replace(text, """("(?:[^"\\]|\\.)*")|/\*.*?\*/|//[^\n\r]*""", match => match.Groups[1].Success ? match.Value : " ", RegexOptions.Singleline);

    private static string Written(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject().Select(member => member.Name + ":" + Written(member.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Written)) + "]",
        JsonValueKind.String => "\"" + element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => element.ValueKind.ToString(),
    };

    private static string Written(JsoncNode node) => node.Kind switch
    {
        JsoncKind.Object => "{" + string.Join(',', node.Members.Select(member => member.Name + ":" + Written(member.Value))) + "}",
        JsoncKind.Array => "[" + string.Join(',', node.Items.Select(Written)) + "]",
        JsoncKind.Text => "\"" + node.Text,
        JsoncKind.Number => node.Text,
        _ => node.Kind.ToString(),
    };
}
