using System.Reflection;

namespace CmqContracts.Protocol.Tests;

public sealed class LimitOverrideTests
{
    [Fact]
    public void A_row_s_key_is_the_name_of_its_property()
    {
        PropertyInfo[] rows = [.. typeof(CmqLimits).GetProperties().Where(property => property.PropertyType == typeof(CmqLimit))];

        Assert.Equal(CmqLimits.Classic.All.Count, rows.Length);
        Assert.All(rows, property => Assert.Equal(property.Name, ((CmqLimit)property.GetValue(CmqLimits.Classic)!).Key, ignoreCase: true));
        Assert.All(CmqLimits.Classic.All, row => Assert.True(char.IsAsciiLetterLower(row.Key[0])));
    }

    [Fact]
    public void Given_bounds_replace_the_row_s_and_the_rest_stays()
    {
        CmqLimits limits = Of("DELAYseconds", new CmqLimitOverride { Maximum = 3600 });
        Assert.Equal((0, 3600, 0), (limits.DelaySeconds.Minimum, limits.DelaySeconds.Maximum, limits.DelaySeconds.Default));
        Assert.Equal("delaySeconds is 3601; it must be 0 to 3600 seconds.", limits.DelaySeconds.Explain(3601));
        Assert.Equal(CmqLimits.Tdmq.VisibilityTimeout.Range, limits.VisibilityTimeout.Range);
        Assert.Equal(6_048_000, CmqLimits.Tdmq.DelaySeconds.Maximum);
    }

    [Fact]
    public void A_default_is_moved_into_new_bounds()
    {
        Assert.Equal(600, Of("msgRetentionSeconds", new CmqLimitOverride { Maximum = 600 }).MsgRetentionSeconds.Default);
        Assert.Equal(40, Of("visibilityTimeout", new CmqLimitOverride { Minimum = 40 }).VisibilityTimeout.Default);
        Assert.Equal(5, Of("visibilityTimeout", new CmqLimitOverride { Default = 5 }).VisibilityTimeout.Default);
    }

    [Fact]
    public void Strict_is_what_the_documents_say()
    {
        foreach (CmqProfile profile in Enum.GetValues<CmqProfile>())
        {
            Assert.All(
                CmqLimits.For(profile, strict: true).All,
                row => Assert.Equal((row.DocumentedMinimum, row.DocumentedMaximum), (row.Minimum, row.Maximum)));
        }
    }

    [Fact]
    public void An_unknown_row_is_named_and_the_known_ones_listed()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Of("delay", new CmqLimitOverride { Maximum = 1 }));
        Assert.Contains("no limit 'delay'", error.Message, StringComparison.Ordinal);
        Assert.Contains("delaySeconds", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delaySeconds", -1L, null, null, "within 0 to")]
    [InlineData("batchSize", 0L, null, null, "within 1 to")]
    [InlineData("maxMsgSize", null, 3_000_000_000L, null, "within 1 to 2147483647")]
    [InlineData("batchSize", null, 2147483647L, null, "range 1 to 2147483647; it can be set within 1 to 1000")]
    [InlineData("messageTags", null, 4097L, null, "range 0 to 4097; it can be set within 0 to 4096")]
    [InlineData("tagLength", null, 21846L, null, "range 1 to 21846; it can be set within 1 to 21845")]
    [InlineData("messageBytes", null, 536870913L, null, "range 1 to 536870913; it can be set within 1 to 536870912")]
    [InlineData("visibilityTimeout", 50L, 40L, null, "minimum 50, which is above the maximum 40")]
    [InlineData("visibilityTimeout", null, 40L, 41L, "default 41, which is outside 1 to 40")]
    public void Impossible_bounds_are_explained(string key, long? minimum, long? maximum, long? defaultValue, string because)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Of(key, new CmqLimitOverride { Minimum = minimum, Maximum = maximum, Default = defaultValue }));
        Assert.StartsWith(key, error.Message, StringComparison.Ordinal);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_can_be_raised_to_its_highest_value()
    {
        foreach (CmqLimit row in CmqLimits.Tdmq.All)
            Assert.Equal(row.Highest, Of(row.Key, new CmqLimitOverride { Maximum = row.Highest }).All.Single(changed => changed.Key == row.Key).Maximum);
    }

    [Fact]
    public void A_smaller_maximum_of_names_is_explained_too() =>
        Assert.Equal("The queue name 'orders-of-today' has 15 characters; use 1 to 8 characters.", CmqNameRule.Explain("orders-of-today", Of("queueNameLength", new CmqLimitOverride { Maximum = 8 })));

    private static CmqLimits Of(string key, CmqLimitOverride change) =>
        CmqLimits.For(CmqProfile.Tdmq, strict: false, new Dictionary<string, CmqLimitOverride> { [key] = change });
}
