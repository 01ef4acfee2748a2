using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>Messages that System.Text.Json writes and reads with a context of the user.</summary>
public partial class JsonContextTests
{
    [CmqQueue("by-context", VisibilityTimeout = 10, JsonContext = typeof(ShopJson))]
    public sealed partial record Order(int Id, (int Width, int Height) Size, List<int> Lines);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, IncludeFields = true)]
    [JsonSerializable(typeof(Order))]
    internal sealed partial class ShopJson : JsonSerializerContext;

    private static MessageCodec<Order> Codec => Oracle.Codec<Order>();

    [Fact]
    public void Types_that_the_generator_does_not_support_are_written_and_read_by_the_context()
    {
        Order order = new(1, (2, 3), [4]);
        byte[] body = Oracle.Encode(order);
        Assert.Equal("""{"id":1,"size":{"item1":2,"item2":3},"lines":[4]}""", Encoding.UTF8.GetString(body));
        Order read = Codec.Decode(body);
        Assert.Equal((1, (2, 3)), (read.Id, read.Size));
        Assert.Equal([4], read.Lines);
    }

    [Theory]
    [InlineData("null", "$")]
    [InlineData("""{"id":"x"}""", "$.id")]
    [InlineData("""{"lines":[1,{}]}""", "$.lines[1]")]
    [InlineData("{", "$")]
    public void A_body_that_does_not_fit_is_a_format_error_with_its_place(string body, string path)
    {
        MessageFormatException e = Assert.Throws<MessageFormatException>(() => Codec.Decode(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(path, e.Path);
        Assert.EndsWith("JsonContextTests.Order", e.Contract, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_cannot_be_written_is_a_format_error()
    {
        MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Encode(new Endless().Closed()));
        Assert.NotNull(e.InnerException);
    }

    [CmqQueue("endless", JsonContext = typeof(EndlessJson))]
    public partial class Endless
    {
        public Endless? Next { get; set; }

        public Endless Closed()
        {
            Next = this;
            return this;
        }
    }

    [JsonSerializable(typeof(Endless))]
    internal sealed partial class EndlessJson : JsonSerializerContext;
}
