namespace CmqContracts.Protocol;

/// <summary>Whether a subscription wants a message.</summary>
/// <remarks>Sources: CMQ document 406/7411 for tags, the feature page on routing keys, which works as in AMQP, for the rest.</remarks>
internal static class TopicMatching
{
    /// <summary>Whether tags match: no wanted tag takes everything, else one in common is enough. Tags are compared exactly.</summary>
    /// <param name="filterTags">The tags that the subscription wants.</param>
    /// <param name="messageTags">The tags that the message has.</param>
    public static bool MatchesTags(IReadOnlyList<string> filterTags, IReadOnlyList<string> messageTags)
    {
        ArgumentNullException.ThrowIfNull(filterTags);
        ArgumentNullException.ThrowIfNull(messageTags);
        return filterTags.Count == 0 || filterTags.Intersect(messageTags, StringComparer.Ordinal).Any();
    }

    /// <summary>
    /// Whether a binding key matches a routing key. Words are split by dots; <c>*</c> is exactly one word that is not empty,
    /// <c>#</c> is any number of words, none included. Both are special only as a whole word.
    /// </summary>
    public static bool MatchesKey(string bindingKey, string routingKey)
    {
        ArgumentNullException.ThrowIfNull(bindingKey);
        ArgumentNullException.ThrowIfNull(routingKey);
        return Matches(bindingKey.Split('.'), routingKey.Split('.'));
    }

    /// <summary>Dynamic programming: keeps for every prefix of the pattern whether it matches the words so far, so that many <c>#</c> cost no more than few.</summary>
    private static bool Matches(string[] pattern, string[] words)
    {
        bool[] matched = new bool[pattern.Length + 1];
        matched[0] = true;
        for (int i = 0; i < pattern.Length; i++)
            matched[i + 1] = matched[i] && pattern[i] == "#";

        foreach (string word in words)
        {
            bool before = matched[0];
            matched[0] = false;
            for (int i = 0; i < pattern.Length; i++)
            {
                bool here = matched[i + 1];
                matched[i + 1] = pattern[i] switch
                {
                    "#" => matched[i] || here,
                    "*" => before && word.Length > 0,
                    string literal => before && literal == word,
                };
                before = here;
            }
        }

        return matched[^1];
    }
}
