using System.Text;

namespace CmqContracts.Protocol.Tests;

/// <summary>What a filter refuses, and what bodies it takes.</summary>
public sealed class MessageMatcherTests
{
    [Theory]
    [InlineData("Ann", "Ann is here", true)]
    [InlineData("ann", "Ann is here", false)]
    [InlineData("息", "消息", true)]
    [InlineData("e\u0301", "\u00e9", false)]
    [InlineData("x", "", false)]
    [InlineData("{\"a\":1}", "{\"a\":1}", true)]
    [InlineData("{\"a\": 1}", "{\"a\":1}", false)]
    public void Text_stands_in_a_body_letter_for_letter(string text, string body, bool matches) => Assert.Equal(matches, Matches(new MessageFilter { Text = text }, body));

    [Fact]
    public void A_text_and_a_place_must_both_be_there()
    {
        MessageFilter filter = new() { Text = "Ann", JsonPath = "$.id", Value = "1" };
        Assert.True(Matches(filter, """{"id":1,"name":"Ann"}"""));
        Assert.False(Matches(filter, """{"id":2,"name":"Ann"}"""));
        Assert.False(Matches(filter, """{"id":1,"name":"Bob"}"""));
        Assert.False(Matches(filter, "Ann, id 1"));
    }

    [Fact]
    public void An_empty_value_is_an_empty_text_and_no_value_any()
    {
        Assert.True(Matches(new MessageFilter { JsonPath = "$.a", Value = "" }, """{"a":""}"""));
        Assert.False(Matches(new MessageFilter { JsonPath = "$.a", Value = "" }, """{"a":"x"}"""));
        Assert.True(Matches(new MessageFilter { JsonPath = "$.a" }, """{"a":[]}"""));
        Assert.True(Matches(new MessageFilter { Text = "", JsonPath = "$.a" }, """{"a":[]}"""));
    }

    [Fact]
    public void A_filter_that_says_nothing_or_has_no_place_for_its_value_is_refused()
    {
        Refusal.Expect(CmqErrors.InvalidRequestParameters, static () => MessageMatcher.Of(new MessageFilter()), "neither a text nor a jsonPath");
        Refusal.Expect(CmqErrors.InvalidRequestParameters, static () => MessageMatcher.Of(new MessageFilter { Text = "" }), "neither a text nor a jsonPath");
        Refusal.Expect(CmqErrors.InvalidRequestParameters, static () => MessageMatcher.Of(new MessageFilter { Text = "x", Value = "1" }), "no jsonPath");
        Refusal.Expect(CmqErrors.InvalidRequestParameters, static () => MessageMatcher.Of(new MessageFilter { JsonPath = "$..id" }), "'$..id'", "no path");
        Assert.Equal("filter", Assert.Throws<ArgumentNullException>(static () => MessageMatcher.Of(null!)).ParamName);
    }

    [Fact]
    public void Each_part_of_a_filter_has_a_longest_length()
    {
        string longest = new('a', 4096);
        Assert.True(Matches(new MessageFilter { Text = longest, JsonPath = "$['" + longest[5..] + "']", Value = longest }, $$"""{"{{longest[5..]}}":"{{longest}}"}"""));
        Refusal.Expect(CmqErrors.ParameterOutOfRange("filter.text"), () => MessageMatcher.Of(new MessageFilter { Text = longest + "a" }), "4097", "4096");
        Refusal.Expect(CmqErrors.ParameterOutOfRange("filter.jsonPath"), () => MessageMatcher.Of(new MessageFilter { JsonPath = "$." + longest }), "4098");
        Refusal.Expect(CmqErrors.ParameterOutOfRange("filter.value"), () => MessageMatcher.Of(new MessageFilter { JsonPath = "$", Value = longest + "a" }), "4097");
    }

    private static bool Matches(MessageFilter filter, string body) => MessageMatcher.Of(filter).Matches(Encoding.UTF8.GetBytes(body));
}
