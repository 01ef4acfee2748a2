using System.Diagnostics;

namespace CmqContracts.Tests.Telemetry;

/// <summary>A trace context that comes with a message is read as far as it is one.</summary>
public sealed class TraceContextTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void A_context_is_read_with_its_state()
    {
        ActivityContext context = TraceContext.Parse(Parent, "vendor=1,other=2");

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", context.TraceId.ToHexString());
        Assert.Equal("b7ad6b7169203331", context.SpanId.ToHexString());
        Assert.Equal((ActivityTraceFlags.Recorded, "vendor=1,other=2", true), (context.TraceFlags, context.TraceState, context.IsRemote));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00-")]
    [InlineData("no context at all, and longer than one could ever be expected to be")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    public void What_is_no_context_makes_no_link(string? text) => Assert.Equal(default, TraceContext.Parse(text, "vendor=1"));

    [Theory]
    [InlineData("a=1\nforged: line")]
    [InlineData("a=茶")]
    public void A_state_that_no_header_may_have_is_left_out(string state) => Assert.Null(TraceContext.Parse(Parent, state).TraceState);

    [Fact]
    public void A_state_that_is_too_long_is_left_out()
    {
        Assert.Equal(512, TraceContext.Parse(Parent, "a=" + new string('1', 510)).TraceState!.Length);
        Assert.Null(TraceContext.Parse(Parent, "a=" + new string('1', 511)).TraceState);
    }
}
