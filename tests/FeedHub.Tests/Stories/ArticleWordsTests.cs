using CsCheck;
using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class ArticleWordsTests
{
    private const int MostLookedUp = 128;

    [Theory]
    [InlineData("ﷺ", 4)]
    [InlineData("ﷻ", 2)]
    [InlineData("a", 1)]
    [InlineData("", 0)]
    public void Letters_that_unfold_into_words_find_room(string letter, int words)
    {
        const int times = 500;
        using var read = ArticleWords.Read("", string.Concat(Enumerable.Repeat(letter + "\n", times)), _ => false);

        Assert.Equal(words * times, read.Words);
    }

    [Fact]
    public void A_line_of_its_source_is_left_out_and_can_be_named()
    {
        const string text = "رويترز - وصلت القافلة الأولى\nتابعونا على قناتنا";
        var own = ShortLines.HashOf("تابعونا علي قناتنا");

        using var read = ArticleWords.Read("قافلة", text, line => line == own);

        Assert.Equal(3, read.Words);
        Assert.Equal("تابعونا علي قناتنا", read.Lines.FormOf(own));
        Assert.Contains(ShortLines.HashOf("وصلت القافله الاولي"), read.Lines.Hashes);
    }

    [Fact]
    public void The_smallest_rare_shingles_are_the_first_of_all_sorted()
    {
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 100], Gen.UInt).Sample(given =>
        {
            var (count, percent, salt) = given;
            var text = string.Join(' ', Enumerable.Range(0, count).Select(place => $"w{place ^ salt}"));
            using var words = ArticleWords.Read("", text, _ => false);
            using var comparison = new Comparison(words, Mark, _ => 1);
            var rare = words.Shingles.ToArray().Where(IsRare).Order().ToArray();

            Assert.Equal(rare.Length, comparison.RareCount);
            Assert.Equal(rare.Take(MostLookedUp), comparison.SmallestRare);

            // Small ones among them more often than large ones: hashes are then not spread evenly.
            bool IsRare(uint shingle) => shingle % 100 < percent && (salt % 2 == 0 || shingle < 1u << 29 || shingle % 7 == 0);

            void Mark(ReadOnlySpan<uint> shingles, Span<bool> marks)
            {
                for (var i = 0; i < shingles.Length; i++)
                {
                    marks[i] = IsRare(shingles[i]);
                }
            }
        });
    }

    [Fact]
    public void Every_place_of_a_text_is_in_the_part_that_its_bounds_say()
    {
        for (var places = 1; places < 300; places++)
        {
            for (var part = 0; part < Sketch.Parts; part++)
            {
                for (var place = Sketch.StartOf(part, places); place < Sketch.StartOf(part + 1, places); place++)
                {
                    Assert.Equal(part, Sketch.PartOf(place, places));
                }
            }

            Assert.Equal((0, places), (Sketch.StartOf(0, places), Sketch.StartOf(Sketch.Parts, places)));
        }
    }
}
