namespace FeedHub.Stories;

/// <summary>Story ids: 13 letters and digits that can be read aloud, made from 64 bits.</summary>
internal static class StoryId
{
    /// <summary>Crockford's base 32, in lower case.</summary>
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    private const int Length = 13;

    public static string Write(ulong id) =>
        string.Create(Length, id, (letters, left) =>
        {
            for (var place = Length - 1; place >= 0; place--, left >>= 5)
            {
                letters[place] = Letters[(int)(left & 31)];
            }
        });

    public static bool TryRead(string text, out ulong id)
    {
        id = 0;
        if (text.Length != Length)
        {
            return false;
        }

        foreach (var letter in text)
        {
            var value = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            id = (id << 5) | (uint)value;
        }

        return Write(id) == text;
    }
}
