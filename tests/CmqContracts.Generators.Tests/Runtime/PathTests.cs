using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>The paths of failures, which contain only names that the contract declares, and no content.</summary>
public partial class PathTests
{
    private const string Content = "4111 1111 1111 1111";

    [CmqQueue("places")]
    public partial record Place(Dictionary<string, int>? Prices = null, Dictionary<string, Place>? Inner = null, List<Place>? Items = null)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Rest { get; set; }

        public int Size { get; set; }

        public double Ratio { get; set; }

        [JsonPropertyName("odd\nname")]
        public int Odd { get; set; }

        public JsonNode? Node { get; set; }
    }

    [CmqQueue("strict-places")]
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    public partial record StrictPlace(int Size);

    [CmqQueue("context-places", JsonContext = typeof(PlaceJson))]
    public partial record ContextPlace(Dictionary<string, int>? Prices, Dictionary<string, ContextPlace>? Inner, int Size);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(ContextPlace))]
    internal sealed partial class PlaceJson : JsonSerializerContext;

    [Theory]
    [InlineData("""{"prices":{"a":1,"@":"x"}}""", "$.prices[key #2]")]
    [InlineData("""{"inner":{"@":{"size":"x"}}}""", "$.inner[key #1].size")]
    [InlineData("""{"inner":{"@":{"SIZE":"x"}}}""", "$.inner[key #1].size")]
    [InlineData("""{"inner":{"@":{"\u0073ize":"x"}}}""", "$.inner[key #1].size")]
    [InlineData("""{"items":[{},{"inner":{"a":{},"b":{},"@":{"prices":{"@":[]}}}}]}""", "$.items[1].inner[key #3].prices[key #1]")]
    [InlineData("""{"odd\nname":"x"}""", "$['odd\\u000aname']")]
    [InlineData("""{"@":tru""", "$[key #1]")]
    [InlineData("""{"a":{"b":{"@":[1,2,tru""", "$[key #1][key #1][key #1][1]")]
    [InlineData("""{"prices":{"a":1,"\ud800":2}}""", "$.prices[key #2]")]
    [InlineData("""{"prices":{"a":1,"\ud800":{}}}""", "$.prices[key #2]")]
    public void Names_that_are_content_are_replaced_by_their_position(string body, string path)
    {
        foreach (string content in Contents)
        {
            MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Codec<Place>().Decode(Encoding.UTF8.GetBytes(body.Replace("@", content, StringComparison.Ordinal))));
            Assert.Equal(path, e.Path);
            AssertHidden(e);
        }
    }

    [Fact]
    public void A_refused_unknown_member_is_replaced_by_its_position()
    {
        foreach (string content in Contents)
        {
            MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Codec<StrictPlace>().Decode(Encoding.UTF8.GetBytes($$"""{"size":1,"{{content}}":2}""")));
            Assert.Equal("$[key #2]", e.Path);
            AssertHidden(e);
        }
    }

    [Theory]
    [InlineData("""{"prices":{"a":1,"@":"x"}}""", "$.prices")]
    [InlineData("""{"inner":{"@":{"size":"x"}}}""", "$.inner")]
    [InlineData("""{"size":"x"}""", "$.size")]
    [InlineData("""{"@":tru""", "$")]
    public void With_a_context_the_path_ends_before_content(string body, string path)
    {
        foreach (string content in Contents)
        {
            MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Codec<ContextPlace>().Decode(Encoding.UTF8.GetBytes(body.Replace("@", content, StringComparison.Ordinal))));
            Assert.Equal(path, e.Path);
            AssertHidden(e);
        }
    }

    [Fact]
    public void Keys_of_a_message_that_cannot_be_written_are_replaced_by_their_position()
    {
        foreach (string content in Contents)
        {
            string key = JsonSerializer.Deserialize<string>($"\"{content}\"")!;
            MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Encode(new Place(Inner: new() { ["a"] = new Place(), [key] = new Place(Inner: new() { [key] = new Place { Ratio = double.NaN } }) })));
            Assert.Equal("$.inner[key #2].inner[key #1].ratio", e.Path);
            AssertHidden(e);
        }
    }

    [Fact]
    public void A_path_is_short_and_on_one_line()
    {
        MessageFormatException e = new("Contract", "$.a\r\nforged" + new string('b', 500_000), "x\ny" + new string('z', 500_000));

        Assert.Equal(200, e.Path.Length);
        Assert.StartsWith("$.a\\u000d\\u000aforged", e.Path, StringComparison.Ordinal);
        AssertHidden(e);
        AssertHidden(Assert.Throws<MessageFormatException>(() => Oracle.Codec<Place>().Decode(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"inner\":{\"a\":", 31)) + "tru"))));
    }

    [Fact]
    public void Writing_JSON_of_a_disposed_document_is_a_format_error()
    {
        JsonDocument document = JsonDocument.Parse("""{"a":{"b":1},"c":[1]}""");
        JsonElement element = document.RootElement;
        JsonObject node = JsonObject.Create(element)!;
        Func<byte[]>[] writes =
        [
            () => Oracle.Encode(new Disposables { Element = element }),
            () => Oracle.Encode(new Disposables { Document = document }),
            () => Oracle.Encode(new Disposables { Node = node }),
            () => Oracle.Encode(new Disposables { Any = element }),
            () => Oracle.Encode(new Disposables { Any = document }),
            () => Oracle.Encode(new Disposables { Any = new Dictionary<string, object?> { ["x"] = element } }),
            () => Oracle.Encode(new Disposables { Any = node }),
            () => Oracle.Encode(new Disposables { Rest = node }),
            () => Oracle.Encode(new ExtensionElements(1, null) { Rest = { ["x"] = element } }),
        ];
        document.Dispose();

        foreach (Func<byte[]> write in writes)
            Assert.IsType<ObjectDisposedException>(Assert.Throws<MessageFormatException>(write).InnerException?.InnerException);
    }

    [CmqQueue("disposables")]
    public partial class Disposables
    {
        public JsonElement? Element { get; set; }

        public JsonDocument? Document { get; set; }

        public JsonNode? Node { get; set; }

#pragma warning disable CMQ0209 // Values of any type.
        public object? Any { get; set; }
#pragma warning restore CMQ0209

        [JsonExtensionData]
        public JsonObject? Rest { get; set; }
    }

    /// <summary>As JSON, without quotes.</summary>
    private static string[] Contents => [Content, Content + "\\r\\nerror: forged", "😀" + Content, Content + new string('x', 500_000), Content + "'].size"];

    private static void AssertHidden(Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException)
        {
            Assert.DoesNotContain(Content, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", e.Message, StringComparison.Ordinal);
            Assert.True(e.Message.Length < 2000);
        }
    }
}
