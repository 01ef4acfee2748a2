using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CmqContracts;

/// <summary>Writes envelopes: those of new messages, with the message in the middle, and those of messages that are sent again.</summary>
internal sealed class EnvelopeWriter
{
    /// <summary>Only what JSON requires is escaped, as in bodies.</summary>
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly TimeProvider _time;
    private readonly byte[] _start;

    /// <param name="contract">What the contract says about its envelope.</param>
    /// <param name="time">The clock.</param>
    public EnvelopeWriter(EnvelopeContract contract, TimeProvider time)
    {
        _time = time;
        ArrayBufferWriter<byte> start = new();
        using (Utf8JsonWriter json = new(start, new JsonWriterOptions { Encoder = Encoder }))
        {
            json.WriteStartObject();
            json.WriteString(EnvelopeNames.SpecVersion, EnvelopeNames.Version);
            json.WriteString(EnvelopeNames.Type, contract.Type);
            json.WriteString(EnvelopeNames.Source, contract.Source);
            json.WriteString(EnvelopeNames.ContentType, "application/json");
        }

        _start = start.WrittenSpan.ToArray();
    }

    /// <summary>Writes the envelope of a new message up to the message, which is to follow, and then <see cref="End"/>.</summary>
    public void Begin(IBufferWriter<byte> output)
    {
        BeginAt(_time.GetUtcNow(), output);
        // What is current while a message is written is what it was created in.
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            WriteTrace(activity, output);
        WriteName(EnvelopeNames.Data, output);
    }

    /// <summary>Ends an envelope.</summary>
    public static void End(IBufferWriter<byte> output) => output.Write("}"u8);

    /// <summary>Writes an envelope again for the next attempt to handle its message.</summary>
    /// <param name="body">The body as it was received.</param>
    /// <param name="envelope">Its envelope; <see langword="null"/>: it has none, so that it gets one.</param>
    /// <param name="producedAt">When it was produced.</param>
    /// <param name="output">Receives the body.</param>
    public void WriteNextAttempt(ReadOnlySpan<byte> body, MessageEnvelope? envelope, DateTimeOffset producedAt, IBufferWriter<byte> output)
    {
        if (envelope is null)
        {
            BeginAt(producedAt, output);
            WriteName(EnvelopeNames.Data, output);
            output.Write(body);
        }
        else
        {
            CopyBegin(body, static (ref Utf8JsonReader name) => name.ValueTextEquals(EnvelopeNames.Attempt), output);
        }

        WriteName(EnvelopeNames.Attempt, output);
        Write(Math.Min(envelope?.Attempt ?? 1, int.MaxValue - 1) + 1, "", output);
        End(output);
    }

    /// <summary>Writes an envelope again for a dead-letter queue.</summary>
    /// <param name="body">The body as it was received, in an envelope.</param>
    /// <param name="queueName">The queue that it comes from.</param>
    /// <param name="reason">Why it is rejected, for display.</param>
    /// <param name="output">Receives the body.</param>
    public static void WriteRejected(ReadOnlySpan<byte> body, string queueName, string reason, IBufferWriter<byte> output)
    {
        CopyBegin(body, static (ref Utf8JsonReader name) => name.ValueTextEquals(EnvelopeNames.RejectedFrom) || name.ValueTextEquals(EnvelopeNames.Reason), output);
        WriteName(EnvelopeNames.RejectedFrom, output);
        WriteText(queueName, output);
        WriteName(EnvelopeNames.Reason, output);
        WriteText(reason, output);
        End(output);
    }

    private void BeginAt(DateTimeOffset time, IBufferWriter<byte> output)
    {
        output.Write(_start);
        output.Write(",\"id\":\""u8);
        Write(Guid.NewGuid(), "D", output);
        output.Write("\",\"time\":\""u8);
        Write(time.UtcDateTime, "yyyy-MM-ddTHH:mm:ss.fffZ", output);
        output.Write("\""u8);
    }

    private static void WriteTrace(Activity activity, IBufferWriter<byte> output)
    {
        WriteName(EnvelopeNames.TraceParent, output);
        WriteText(activity.Id, output);
        if (activity.TraceStateString is not { Length: > 0 and <= EnvelopeSize.MaxTraceState } state)
            return;
        JsonEncodedText encoded = JsonEncodedText.Encode(state, Encoder);
        if (encoded.EncodedUtf8Bytes.Length > EnvelopeSize.MaxTraceState)
            return;
        WriteName(EnvelopeNames.TraceState, output);
        WriteText(encoded, output);
    }

    /// <summary>Copies the members of an object as they are written, but for some, and leaves it open.</summary>
    private static void CopyBegin(ReadOnlySpan<byte> body, MemberFilter leavesOut, IBufferWriter<byte> output)
    {
        Utf8JsonReader reader = EnvelopeReader.Over(body);
        output.Write("{"u8);
        bool isFirst = true;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int start = (int)reader.TokenStartIndex;
            bool isLeftOut = leavesOut(ref reader);
            reader.Skip();
            if (isLeftOut)
                continue;
            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            output.Write(body[start..(int)reader.BytesConsumed]);
        }
    }

    private static void WriteName(ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        output.Write(",\""u8);
        output.Write(name);
        output.Write("\":"u8);
    }

    private static void WriteText(string? text, IBufferWriter<byte> output) => WriteText(JsonEncodedText.Encode(text ?? "", Encoder), output);

    private static void WriteText(JsonEncodedText text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        output.Write(text.EncodedUtf8Bytes);
        output.Write("\""u8);
    }

    private static void Write<TValue>(TValue value, ReadOnlySpan<char> format, IBufferWriter<byte> output)
        where TValue : IUtf8SpanFormattable
    {
        value.TryFormat(output.GetSpan(40), out int length, format, System.Globalization.CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    private delegate bool MemberFilter(ref Utf8JsonReader name);
}
