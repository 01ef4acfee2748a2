using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Answers API 3.0 requests: finds action and account, reads the parameters and calls the backend.</summary>
internal sealed class Api3Endpoint(ServerContext context) : IServerPart, IProtocolEndpoint
{
    private const string Version = "2020-02-17";

    private readonly Api3Authenticator _authenticator = new(context.Keys, context.Options, context.Explanation);
    private readonly CmqLimits _limits = context.Backend.Limits.As(CmqProfile.Tdmq);

    public void Map(HttpEdge edge) => edge.MapProtocol(this);

    public bool Recognizes(IHeaderDictionary headers) => Api3Call.IsApi3(headers);

    public bool Recognizes(V2Parameters parameters) => Api3Call.IsApi3(parameters);

    public Reply CreateReply() => new Api3Reply();

    public async ValueTask AnswerAsync(HttpContext http, RequestBuffers buffers)
    {
        Api3Reply reply = (Api3Reply)buffers.Reply;
        try
        {
            Api3Call call = new(http.Request, buffers.Parameters, buffers.Body.WrittenMemory);
            if (call.Version != Version)
                throw new Api3Exception(Api3Errors.NoSuchVersion, $"The version served is {Version}, of the service tdmq.");
            ServerAction<Api3Context> action = Api3ActionTable.Find(call.Action);
            buffers.Action = action.Info;
            CmqKey? key = _authenticator.Authenticate(call, action.Info);
            string account = key?.Account ?? CmqKey.DefaultAccount;
            buffers.Note.Authenticated(account);
            _authenticator.Authorize(key, action.Info);
            context.Rates.Admit(account, action.Info);
            Api3Parameters parameters = call.ReadParameters();
            if (context.Requests is not null)
                buffers.Note.Names(parameters.ForLog("QueueName"), parameters.ForLog("TopicName"), key);
            await action.Handler(new Api3Context(context.Backend, account, _limits, parameters, reply, http.RequestAborted)).ConfigureAwait(false);
        }
        catch (Api3Exception e)
        {
            reply.Failed(e.Code, e.Message);
        }
    }
}
