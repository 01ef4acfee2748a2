using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CmqContracts.Protocol.Wire;

/// <summary>DeleteMessage and BatchDeleteMessage on the wire.</summary>
internal static class DeleteMessagesForm
{
    /// <summary>The action for a number of messages: the single one or that of a batch.</summary>
    public static string Action(int count) => count == 1 ? V2Actions.DeleteMessage : V2Actions.BatchDeleteMessage;

    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, DeleteMessagesRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("queueName"u8, request.QueueName);
        if (request.ReceiptHandles.Count == 1)
        {
            parameters.Add("receiptHandle"u8, request.ReceiptHandles[0]);
            return;
        }

        for (int i = 0; i < request.ReceiptHandles.Count; i++)
            parameters.AddElement("receiptHandle"u8, i, Encoding.UTF8.GetBytes(request.ReceiptHandles[i]));
    }

    /// <summary>Reads a DeleteMessage.</summary>
    public static DeleteMessagesRequest ReadSingle(V2Parameters parameters) =>
        new(parameters.RequireString("queueName"), [Handle(parameters.OptionalBytes("receiptHandle") ?? throw new CmqServiceException(CmqErrors.RequiredParameterMissing("receiptHandle")))]);

    /// <summary>Reads a BatchDeleteMessage.</summary>
    public static DeleteMessagesRequest ReadBatch(V2Parameters parameters, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new DeleteMessagesRequest(parameters.RequireString("queueName"), Array.ConvertAll(parameters.RequireList("receiptHandle", limits.BatchSize.Maximum), Handle));
    }

    /// <summary>The error that a batch answers with; <see langword="null"/>: no handle failed.</summary>
    /// <param name="failures">The handles that failed.</param>
    /// <param name="count">How many handles the request has.</param>
    public static CmqError? BatchError(IReadOnlyList<DeleteMessageFailure> failures, int count)
    {
        ArgumentNullException.ThrowIfNull(failures);
        return failures.Count == 0 ? null : failures.Count < count ? CmqErrors.DeleteMessagePartiallyFailed : CmqErrors.BatchDeleteMessageFailed;
    }

    /// <summary>Writes the <c>errorList</c> of a BatchDeleteMessage's reply; nothing when no handle failed, because an empty list breaks clients.</summary>
    public static void WriteBatchReply(Utf8JsonWriter json, IReadOnlyList<DeleteMessageFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(failures);
        if (failures.Count == 0)
            return;
        json.WriteStartArray("errorList"u8);
        foreach (DeleteMessageFailure failure in failures)
        {
            json.WriteStartObject();
            json.WriteNumber("code"u8, failure.Error.Code);
            json.WriteString("message"u8, failure.Error.WireMessage);
            json.WriteString("receiptHandle"u8, failure.ReceiptHandle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads which handles failed.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="error">The reply's error, <see langword="null"/> when it has none.</param>
    /// <param name="request">What was asked.</param>
    /// <returns>The failures, or <see langword="null"/> when the error concerns the request as a whole.</returns>
    /// <exception cref="JsonException">The reply contradicts itself or the request, so that it is not known what was deleted.</exception>
    public static IReadOnlyList<DeleteMessageFailure>? ReadReply(ReadOnlySpan<byte> reply, CmqError? error, DeleteMessagesRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<DeleteMessageFailure> failures = ReadErrorList(reply, error, request);
        if (error is null)
            return failures;
        if (request.ReceiptHandles.Count == 1)
            return error.Is(CmqErrors.ReceiptHandleInvalid) || error.Is(CmqErrors.ReceiptHandleError) ? [new DeleteMessageFailure { ReceiptHandle = request.ReceiptHandles[0], Error = error }] : null;
        if (error.Code != CmqErrors.DeleteMessagePartiallyFailed.Code && error.Code != CmqErrors.BatchDeleteMessageFailed.Code)
            return null;
        if (failures.Count == 0 || error.Code == CmqErrors.BatchDeleteMessageFailed.Code)
            failures.AddRange(request.ReceiptHandles.Except(failures.Select(static failure => failure.ReceiptHandle)).Select(handle => new DeleteMessageFailure { ReceiptHandle = handle, Error = error }));
        return failures;
    }

    private static string Handle(ReadOnlyMemory<byte> value) =>
        value.Length > 0 && Utf8.IsValid(value.Span) ? Encoding.UTF8.GetString(value.Span) : throw new CmqServiceException(CmqErrors.ReceiptHandleError);

    private static List<DeleteMessageFailure> ReadErrorList(ReadOnlySpan<byte> reply, CmqError? error, DeleteMessagesRequest request)
    {
        List<DeleteMessageFailure> failures = [];
        Utf8JsonReader json = V2ReplyReader.Open(reply);
        while (V2ReplyReader.NextField(ref json))
        {
            if (!json.ValueTextEquals("errorList"u8))
            {
                V2ReplyReader.Skip(ref json);
                continue;
            }

            if (!V2ReplyReader.EnterArray(ref json))
                continue;
            while (V2ReplyReader.NextObject(ref json))
                failures.Add(ReadFailure(ref json, error, request));
        }

        return failures;
    }

    private static DeleteMessageFailure ReadFailure(ref Utf8JsonReader json, CmqError? error, DeleteMessagesRequest request)
    {
        int code = 0;
        string? message = null;
        string? handle = null;
        while (V2ReplyReader.NextField(ref json))
        {
            if (json.ValueTextEquals("code"u8))
                code = V2ReplyReader.ReadInt32(ref json);
            else if (json.ValueTextEquals("message"u8))
                message = ShownText.Of(V2ReplyReader.ReadText(ref json));
            else if (json.ValueTextEquals("receiptHandle"u8))
                handle = handle is null ? V2ReplyReader.ReadText(ref json) : throw new JsonException("An error in the reply names two messages.");
            else
                V2ReplyReader.Skip(ref json);
        }

        if (handle is null || !request.ReceiptHandles.Contains(handle))
            throw new JsonException("An error in the reply names no message of the request.");
        if (code == 0)
            return new DeleteMessageFailure { ReceiptHandle = handle, Error = error ?? throw new JsonException("The reply has an error whose code is 0.") };
        return new DeleteMessageFailure { ReceiptHandle = handle, Error = CmqError.Parse(code, message) };
    }
}
