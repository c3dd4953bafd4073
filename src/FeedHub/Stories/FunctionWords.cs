using System.Collections.Frozen;

namespace FeedHub.Stories;

/// <summary>Words that say nothing of the news they stand in, by the hashes of their stems.</summary>
internal static class FunctionWords
{
    private static readonly FrozenSet<uint> Hashes =
        """
        في من علي الي عن مع بعد قبل ان او ثم بين هذا هذه التي الذي الذين كما قد لا ما هو هي كل و خلال عند حتي لم لن ضد منذ غير دون عبر حول ضمن نحو لدي ايضا ذلك وذلك تلك اي اذا اذ
        الا فيما كان كانت يكون تكون وكان كانوا عليه عليها فيه فيها منه منها له لها به بها انه انها وان بان قال قالت وقال وقالت اكد اكدت واكد اضاف واضاف اعلن اعلنت اوضح واوضح اليوم امس يوم
        the a an of in on to and for at by with from as is that was has have it its be are
        le la les de des du un une et en au aux à dans sur pour par
        """
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => WordHash.Of(LightStem.Of(word))).ToFrozenSet();

    public static bool Contains(uint stem) => Hashes.Contains(stem);
}
