using System.Globalization;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Answers v2 requests: finds action and account, and calls the backend. Requests that no other protocol recognizes are v2.</summary>
internal sealed class V2Endpoint(ServerContext context) : IServerPart, IProtocolEndpoint
{
    private readonly V2Authenticator _authenticator = new(context.Keys, context.Options, context.Explanation);

    public void Map(HttpEdge edge) => edge.MapProtocol(this);

    public bool Recognizes(IHeaderDictionary headers) => false;

    public bool Recognizes(V2Parameters parameters) => true;

    public Reply CreateReply() => new V2Reply();

    public ValueTask AnswerAsync(HttpContext http, RequestBuffers buffers)
    {
        V2Parameters parameters = buffers.Parameters;
        ServerAction<V2Context> action = V2ActionTable.Find(parameters);
        buffers.Action = action.Info;
        AmbiguousNames.Refuse(parameters, V2ActionTable.Lists);
        if (parameters.OptionalBytes("clientRequestId") is { } id && ulong.TryParse(id.Span, NumberStyles.None, CultureInfo.InvariantCulture, out ulong clientRequestId))
            ((V2Reply)buffers.Reply).Echo(clientRequestId);
        V2RequestLine requestLine = new(http.Request.Method, RequestTarget.HostHeaderOf(http.Request).Value ?? "", RequestTarget.PathOf(http.Request));
        if (context.Requests is not null)
            buffers.Note.Names(parameters, context.Keys);
        CmqKey? key = _authenticator.Authenticate(requestLine, http.Request.Headers["X-Forwarded-Host"], parameters, action.Info);
        string account = key?.Account ?? CmqKey.DefaultAccount;
        buffers.Note.Authenticated(account);
        _authenticator.Authorize(key, action.Info, parameters);
        context.Rates.Admit(account, action.Info);
        return action.Handler(new V2Context(context.Backend, account, context.Options.AnswerEarly, buffers, http, context.Keys, key) { Mask = context.Mask });
    }
}
