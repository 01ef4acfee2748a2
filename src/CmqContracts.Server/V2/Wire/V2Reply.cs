using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>A v2 reply.</summary>
internal sealed class V2Reply : Reply
{
    private static readonly ConcurrentDictionary<int, string> Codes = new();

    private string _requestId = "";
    private ulong? _clientRequestId;

    public override void Reset(long requestId)
    {
        _requestId = requestId.ToString(CultureInfo.InvariantCulture);
        _clientRequestId = null;
    }

    /// <summary>Sets the client's id of the request, which the reply repeats.</summary>
    public void Echo(ulong clientRequestId) => _clientRequestId = clientRequestId;

    public override Utf8JsonWriter Ok()
    {
        Restart();
        V2ReplyWriter.Begin(Json, _requestId, _clientRequestId);
        return Json;
    }

    public override void Failed(CmqServiceException failure)
    {
        Failed(failure.Error);
        Detail = failure.Detail;
    }

    public override void Unauthorized()
    {
        Failed(CmqErrors.AuthenticationFailed);
        Detail = WhyUnauthorized;
    }

    /// <summary>Begins a reply that reports a failure, and says in the field <c>detail</c> what is known of it.</summary>
    public void FailedWithDetail(CmqServiceException failure)
    {
        Failed(failure);
        Json.WriteString("detail"u8, failure.Detail);
    }

    /// <summary>Begins a reply that reports an error; the action may add fields to the writer.</summary>
    public Utf8JsonWriter Failed(CmqError error)
    {
        Restart();
        Error = error.Text;
        Code = Codes.GetOrAdd(error.Code, static code => code.ToString(CultureInfo.InvariantCulture));
        V2ReplyWriter.Begin(Json, error, _requestId, _clientRequestId);
        return Json;
    }

    protected override void End() => V2ReplyWriter.End(Json);
}
