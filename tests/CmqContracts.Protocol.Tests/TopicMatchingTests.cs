namespace CmqContracts.Protocol.Tests;

/// <summary>Tags and binding keys choose messages as the documents say.</summary>
public sealed class TopicMatchingTests
{
    [Theory]
    [InlineData("1.*.0", "1.any.0", true)]
    [InlineData("1.#.0", "1.2.3.4.4.2.2.0", true)]
    [InlineData("1.#.0", "1.0", true)]
    [InlineData("1.#.0", "1.0.1", false)]
    [InlineData("#", "anything", true)]
    [InlineData("#", "a.b.c", true)]
    [InlineData("*", "a", true)]
    [InlineData("*", "a.b", false)]
    [InlineData("*", "", false)]
    [InlineData("a.*", "a.", false)]
    [InlineData("a.#", "a", true)]
    [InlineData("#.a", "a", true)]
    [InlineData("#.a.#", "x.a.y", true)]
    [InlineData("#.#", "a", true)]
    [InlineData("*.#", "a.b", true)]
    [InlineData("a#", "ab", false)]
    [InlineData("a#", "a#", true)]
    [InlineData("a*", "ab", false)]
    [InlineData("a.b", "a.B", false)]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "a.b.c", false)]
    public void A_binding_key_is_matched_word_by_word(string bindingKey, string routingKey, bool matches) =>
        Assert.Equal(matches, TopicMatching.MatchesKey(bindingKey, routingKey));

    [Fact]
    public void Keys_match_as_the_definition_of_their_words_says()
    {
        // The definition itself, by recursion; the implementation must not take its exponential time.
        static bool Defined(ReadOnlySpan<string> pattern, ReadOnlySpan<string> words) =>
            pattern.IsEmpty ? words.IsEmpty
            : pattern[0] == "#" ? Defined(pattern[1..], words) || (!words.IsEmpty && Defined(pattern, words[1..]))
            : !words.IsEmpty && (pattern[0] == "*" ? words[0].Length > 0 : pattern[0] == words[0]) && Defined(pattern[1..], words[1..]);

        Random random = new(42);
        string[] patternWords = ["a", "b", "*", "#", ""], words = ["a", "b", ""];
        int matched = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string[] pattern = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => patternWords[random.Next(patternWords.Length)])];
            string[] key = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => words[random.Next(words.Length)])];
            bool expected = Defined(pattern, key);
            matched += expected ? 1 : 0;
            Assert.True(expected == TopicMatching.MatchesKey(string.Join('.', pattern), string.Join('.', key)), $"{string.Join('.', pattern)} and {string.Join('.', key)}: {expected}");
        }

        Assert.InRange(matched, 1000, 19_000);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a,b", true)]
    [InlineData("a", "a", true)]
    [InlineData("a,b", "b,c", true)]
    [InlineData("a", "b", false)]
    [InlineData("a", "A", false)]
    [InlineData("a", "", false)]
    public void One_common_tag_matches_and_no_filter_tag_matches_everything(string filterTags, string messageTags, bool matches) =>
        Assert.Equal(matches, TopicMatching.MatchesTags(Split(filterTags), Split(messageTags)));

    [Fact]
    public void Growing_intervals_double_to_512_seconds_and_never_end()
    {
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512], Enumerable.Range(1, 12).Select(attempts => NotifySchedule.DelayAfter(NotifyStrategy.ExponentialDecayRetry, attempts, 7).TotalSeconds));
        Assert.False(NotifySchedule.IsOver(NotifyStrategy.ExponentialDecayRetry, int.MaxValue));
        Assert.Equal(512, NotifySchedule.DelayAfter(NotifyStrategy.ExponentialDecayRetry, int.MaxValue, 7).TotalSeconds);
    }

    [Fact]
    public void Backing_off_tries_three_times_again_19_to_29_seconds_apart()
    {
        double[] delays = [.. Enumerable.Range(0, 1000).Select(i => NotifySchedule.DelayAfter(NotifyStrategy.BackoffRetry, 1 + (i % 3), i).TotalSeconds)];
        Assert.Equal(Enumerable.Range(19, 11).Select(i => (double)i), delays.Distinct().Order());
        Assert.False(NotifySchedule.IsOver(NotifyStrategy.BackoffRetry, 3));
        Assert.True(NotifySchedule.IsOver(NotifyStrategy.BackoffRetry, 4));
    }

    private static string[] Split(string tags) => tags.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
