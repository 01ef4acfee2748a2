using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server.Tests;

/// <summary>Reading the parameters of a request takes memory in proportion to its size, whatever it contains.</summary>
public sealed class Api3ParameterCostTests
{
    private const int Bytes = 1024 * 1024;

    /// <summary>Allowed in addition, for the index of the members and for errors, in bytes.</summary>
    private const int Constant = 256 * 1024;

    private static readonly string[] Names = ["QueueName", "Offset", "Limit", "QueueNameList", "TopicName", "MsgTag", "FilterTag"];

    /// <summary>The unit that is repeated, between the beginning and the end of a body.</summary>
    public static TheoryData<string, string, string> HostileBodies => new()
    {
        { """{"a":[""", "1,", "1]}" },
        { """{"a":[""", "\"\",", "1]}" },
        { """{"a":[""", "{},", "1]}" },
        { """{"a":[""", "null,", "1]}" },
        { """{"a":[""", "[[]],", "1]}" },
        { """{"a":[""", "{\"b\":[1,{}]},", "1]}" },
        { """{"a":[""", "\"\\u4f60\",", "1]}" },
        { """{"a":{""", "\"b\":1,", "\"b\":1}}" },
        { """{"a":""", new string('[', 60) + new string(']', 60) + ""","a":""", "1}" },
        { "{", "\"a\":1,", "\"a\":1}" },
        { "{", "\"\":1,", "\"a\":1}" },
        { "{", "\"a\":[1],", "\"a\":1}" },
        { "{", "\"a\":null,", "\"a\":1}" },
        { "{", "\"QueueName\":null,", "\"a\":1}" },
        { "{", "\"QueueName\":\"q\",", "\"a\":1}" },
        { "{", "\"QueueNameList\":[\"q\"],", "\"a\":1}" },
        { "{", "\"QueueNameList\":null,", "\"QueueNameList\":[\"q\"]}" },
        { """{"QueueNameList":[""", "1,", "1]}" },
        { """{"QueueNameList":[""", "\"\",", "1]}" },
        { """{"QueueNameList":[""", "[1,[1]],", "1]}" },
        { """{"QueueNameList":["q",""", "\"\\u0041\\u0042\",", "1]}" },
        { """{"QueueNameList":[[""", "1,", "1]]}" },
        { """{"QueueNameList":[" """, "a", "\"]}" },
        { """{"QueueNameList":{"a":[""", "1,", "1]}}" },
        { """{"QueueName":" """, "a", "\"}" },
        { """{"QueueName":" """, "\\n", "\"}" },
        { """{"QueueName":" """, "\\ud83d\\ude80", "\"}" },
        { """{"QueueName":[""", "1,", "1]}" },
        { """{"QueueName":{"a":[""", "1,", "1]}}" },
        { """{"Offset":""", "9", "}" },
        { """{"MsgTag":["a",""", "\"" + "abcdefgh" + "\",", "1]}" },
        { "{\"", "a", "\":1}" },
        { "{\"", "\\u0061", "\":1}" },
        { "{\"", "\\ud800", "\":1}" },
        { "", "[", "" },
        { "", "{\"a\":", "" },
        { "", " ", "" },
        { "{", " ", "}" },
        { "{\"a\":\"", "a", "" },
        { "{}", " ", "x" },
        { "", "\u4f60", "" },
    };

    /// <summary>The same for a form.</summary>
    public static TheoryData<string, string, string> HostileForms => new()
    {
        { "", "a=1&", "a=1" },
        { "", "=&", "" },
        { "", "&", "" },
        { "a=", "a", "" },
        { "", "a", "=1" },
        { "QueueName=", "a", "" },
        { "QueueName=", "%41", "" },
        { "QueueName=", "%FF", "" },
        { "QueueNameList.0=", "a", "" },
        { "", "QueueNameList.0=1&", "" },
        { "", "QueueName=1&", "" },
        { "Offset=", "9", "" },
        { "msgTag=", ",", "" },
        { "deadLetterPolicy={\"a\":[", "1,", "1]}" },
    };

    [Theory]
    [MemberData(nameof(HostileBodies))]
    public void Reading_a_JSON_body_allocates_little_more_than_its_size(string beginning, string unit, string end)
    {
        ReadOnlyMemory<byte> body = Repeat(beginning, unit, end);
        AssertCheap(body.Length, () => Read(() => new Api3JsonParameters(body)));
    }

    [Theory]
    [MemberData(nameof(HostileForms))]
    public void Reading_a_form_allocates_little_more_than_its_size(string beginning, string unit, string end)
    {
        byte[] form = Repeat(beginning, unit, end);
        AssertCheap(form.Length, () =>
        {
            using V2Parameters parameters = new();
            Read(() =>
            {
                parameters.AddForm(form);
                return new Api3FormParameters(parameters);
            });
            foreach (Action read in (Action[])[() => PublishMessagesForm.ReadSingle(parameters), () => CreateQueueForm.Read(parameters), () => QueueListForm.Read(parameters, CmqLimits.Classic)])
                TryRead(read);
        });
    }

    /// <summary>A message without escapes is not copied.</summary>
    [Theory]
    [InlineData("a", 0)]
    [InlineData("\\n", 1)]
    public void A_message_is_copied_at_most_once(string unit, int ratio)
    {
        byte[] body = Repeat("{\"MsgContent\":\"", unit, "\"}");
        int length = 0;
        long allocated = Allocated(() => length = new Api3JsonParameters(body).RequireBytes("MsgContent").Length);
        Assert.InRange(length, Bytes / 3, Bytes);
        Assert.InRange(allocated, 0, (ratio * (long)body.Length) + Constant);
    }

    [Fact]
    public void As_many_members_and_elements_as_a_form_may_have_are_read()
    {
        string elements = string.Join(',', Enumerable.Range(0, 1024).Select(i => $"\"q{i}\"")), members = string.Join(',', Enumerable.Range(0, 1022).Select(i => $"\"m{i}\":{i}"));
        Api3JsonParameters read = Json($$"""{"QueueNameList":[{{elements}}],{{members}},"Limit":5}""");
        Assert.Equal(1024, read.List("QueueNameList").Count);
        Assert.Equal("q1023", read.List("QueueNameList")[^1]);
        Assert.Equal(5, read.OptionalInt32("Limit"));

        Assert.Contains("1024", Assert.Throws<Api3Exception>(() => Json($$"""{"a":1,"b":2,{{members}},"Limit":5}""")).Message, StringComparison.Ordinal);
        Assert.Contains("1024", Assert.Throws<Api3Exception>(() => Json($$"""{"QueueNameList":[{{elements}},1]}""").List("QueueNameList")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":"x","a":"y"}""", "y")]
    [InlineData("""{"a":"x","a":null}""", "x")]
    [InlineData("""{"a":["z"],"a":"y"}""", "y")]
    [InlineData("""{"\u0061":"x\u0041\n"}""", "xA\n")]
    [InlineData("""{"a":12}""", "12")]
    [InlineData("""{"a":true,"b":false}""", "true")]
    [InlineData("""{ "a" : { "b" : [ 1 ] } , "c" : 1 }""", """{ "b" : [ 1 ] }""")]
    [InlineData("""{"A":"x"}""", null)]
    [InlineData("""{"b":{"a":"x"}}""", null)]
    [InlineData("", null)]
    public void Single_values_are_read_by_name(string body, string? expected) => Assert.Equal(expected, Json(body).OptionalString("a"));

    [Theory]
    [InlineData("""{"a":["x","y\u0041",1,null,true,{"b":1},[2, 3]]}""", "x|yA|1|null|true|{\"b\":1}|[2, 3]")]
    [InlineData("""{"a":[]}""", "")]
    [InlineData("""{"a":null}""", "")]
    [InlineData("""{"a":["x"],"a":["y"]}""", "y")]
    public void Lists_are_read_by_name(string body, string expected) => Assert.Equal(expected, string.Join('|', Json(body).List("a")));

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("1")]
    [InlineData("{}x")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":[\"\\ud800\"]}")]
    [InlineData(" ")]
    public void A_body_that_is_not_an_object_is_refused(string body) => Assert.Contains("not a JSON object", Assert.Throws<Api3Exception>(() =>
    {
        Api3JsonParameters parameters = Json(body);
        TryRead(() => parameters.OptionalString("a"), "must be a single value");
        parameters.List("a");
    }).Message, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_everywhere()
    {
        byte[] body = [.. "{\"b\":\""u8, 0xff, .. "\"}"u8];
        Assert.Contains("UTF-8", Assert.Throws<Api3Exception>(() => new Api3JsonParameters(body)).Message, StringComparison.Ordinal);
    }

    private static Api3JsonParameters Json(string body) => new(Encoding.UTF8.GetBytes(body));

    private static byte[] Repeat(string beginning, string unit, string end)
    {
        byte[] repeated = Encoding.UTF8.GetBytes(unit);
        return [.. Encoding.UTF8.GetBytes(beginning), .. Enumerable.Repeat(repeated, Bytes / repeated.Length).SelectMany(static bytes => bytes), .. Encoding.UTF8.GetBytes(end)];
    }

    private static void Read(Func<Api3Parameters> make)
    {
        Api3Parameters? parameters = null;
        TryRead(() => parameters = make());
        if (parameters is null)
            return;
        foreach (string name in Names)
        {
            TryRead(() => parameters.OptionalString(name));
            TryRead(() => parameters.OptionalNumber(name));
            TryRead(() => parameters.List(name));
        }
    }

    private static void TryRead(Action read, string? refusal = null)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is CmqServiceException || (e is Api3Exception && e.Message.Contains(refusal ?? "", StringComparison.Ordinal)))
        {
            // A refusal must be cheap too.
        }
    }

    private static void AssertCheap(int length, Action read)
    {
        read();
        Assert.InRange(Allocated(read), 0, (3L * length) + Constant);
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
