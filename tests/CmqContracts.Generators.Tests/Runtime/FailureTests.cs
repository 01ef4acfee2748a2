using System.Buffers;
using System.Text;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>The errors of bodies and messages that do not match their contract.</summary>
public class FailureTests
{
    [Theory]
    [InlineData("""{"id":"x"}""", "$.id", "Guid")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000","customer":null}""", "$.customer", "string")]
    [InlineData("""{"lines":[{"sku":"a"},{"sku":"b","count":"x"}]}""", "$.lines[1].count", "int")]
    [InlineData("""{"lines":[{"sku":"a"},{"count":1}]}""", "$.lines[1].sku", "a member of type string: it is required")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000","customer":"c","total":1}""", "$.lines", "a member of type System.Collections.Generic.IReadOnlyList<CmqContracts.Generators.Tests.Runtime.OrderLine>: it is required")]
    [InlineData("""{"lines":[{"sku":"a"},""", "$.lines[0]", "valid JSON")]
    [InlineData("""{"lines":{}}""", "$.lines", "an array")]
    [InlineData("""[]""", "$", "an object (CmqContracts.Generators.Tests.Runtime.OrderPlaced)")]
    public void An_error_of_reading_has_the_path_and_what_was_expected(string body, string path, string expected)
    {
        MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Codec<OrderPlaced>().Decode(Encoding.UTF8.GetBytes(body)));
        Assert.Equal((path, expected), (e.Path, e.Expected));
        Assert.Equal("CmqContracts.Generators.Tests.Runtime.OrderPlaced", e.Contract);
    }

    [Fact]
    public void An_error_of_writing_has_the_path_of_a_number_that_JSON_does_not_have()
    {
        MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Encode(new Fractions((Half)1, 1f, double.NaN, 1m)));
        Assert.Equal("$.c", e.Path);
        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_writing_has_the_path_of_a_null_that_is_not_allowed()
    {
        OrderPlaced order = new(Guid.Empty, "c", 1m, [new OrderLine { Sku = "a" }, new OrderLine { Sku = null! }]);
        MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Encode(order));
        Assert.Equal("$.lines[1].sku", e.Path);
    }

    [Fact]
    public void A_message_that_contains_itself_is_a_format_error()
    {
        Tree tree = new("t", null, []);
        tree.Children.Add(tree);
        MessageFormatException e = Assert.Throws<MessageFormatException>(() => Oracle.Encode(tree));
        Assert.Contains("64 levels", e.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoding_allocates_nothing()
    {
        OrderPlaced order = new(Guid.NewGuid(), "中文 \"quoted\"", 12.5m, new[] { new OrderLine { Sku = "a" }, new OrderLine { Sku = "b" } }, "note");
        ArrayBufferWriter<byte> output = new(4096);
        MessageCodec<OrderPlaced> codec = Oracle.Codec<OrderPlaced>();
        codec.Encode(order, output);
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        codec.Encode(order, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
