using System.Diagnostics;
using System.Globalization;
using System.Text;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Tests;

/// <summary>The rule about the largest body counts on the size of envelopes.</summary>
public sealed class EnvelopeSizeTests
{
    [Fact]
    public void The_largest_envelope_has_the_size_that_the_rule_counts_with()
    {
        EnvelopeContract contract = new("/shop/\"orders\"", "订单");
        EnvelopeWriter writer = new(contract, TimeProvider.System);
        using PooledBufferWriter first = new(), next = new();
        using (Activity activity = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            activity.TraceStateString = new string('"', 256);
            writer.Begin(first);
            first.Write("{}"u8);
            EnvelopeWriter.End(first);
        }

        new EnvelopeReader("order", readsPlain: false).Open(first.WrittenMemory, out MessageEnvelope? envelope);
        MessageEnvelope last = new() { Id = envelope!.Id, Source = envelope.Source, Type = envelope.Type, Attempt = int.MaxValue - 1 };
        writer.WriteNextAttempt(first.WrittenSpan, last, default, next);

        Assert.Contains(int.MaxValue.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(next.WrittenSpan), StringComparison.Ordinal);
        Assert.Equal(EnvelopeSize.Maximum(Encoding.UTF8.GetByteCount("订单"), Encoding.UTF8.GetByteCount("/shop/\\\"orders\\\"")), next.Length - "{}".Length);
    }
}
