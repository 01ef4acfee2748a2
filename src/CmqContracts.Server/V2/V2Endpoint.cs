using System.Globalization;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Answers v2 requests: finds action and account, and calls the backend.</summary>
internal sealed class V2Endpoint(ICmqBackend backend, KeyRing keys, RequestRates rates, CmqServerOptions options, RefusalExplanation? explanation)
{
    private readonly V2Authenticator _authenticator = new(keys, options, explanation);

    /// <summary>Answers the request whose parameters and reply are in the workspace.</summary>
    /// <exception cref="CmqServiceException">The request is refused.</exception>
    public ValueTask AnswerAsync(HttpContext http, Workspace workspace)
    {
        V2Parameters parameters = workspace.Parameters;
        V2Reply reply = workspace.V2Reply;
        ServerAction<V2Context> action = V2ActionTable.Find(parameters);
        workspace.Action = action.Info;
        AmbiguousNames.Refuse(parameters, V2ActionTable.Lists);
        if (parameters.OptionalBytes("clientRequestId") is { } id && ulong.TryParse(id.Span, NumberStyles.None, CultureInfo.InvariantCulture, out ulong clientRequestId))
            reply.Echo(clientRequestId);
        V2RequestLine requestLine = new(http.Request.Method, RequestTarget.HostHeaderOf(http.Request).Value ?? "", RequestTarget.PathOf(http.Request));
        CmqKey? key = _authenticator.Authenticate(requestLine, http.Request.Headers["X-Forwarded-Host"], parameters, action.Info);
        string account = key?.Account ?? CmqKey.DefaultAccount;
        rates.Admit(account, action.Info);
        return action.Handler(new V2Context(backend.GetService(account), backend.Limits, options.AnswerEarly, workspace, http, keys, key));
    }
}
