using CmqContracts.Protocol;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Answers API 3.0 requests: finds action and account, reads the parameters and calls the backend.</summary>
internal sealed class Api3Endpoint(ICmqBackend backend, KeyRing keys, RequestRates rates, CmqServerOptions options, RefusalExplanation? explanation)
{
    private const string Version = "2020-02-17";

    private readonly Api3Authenticator _authenticator = new(keys, options, explanation);
    private readonly CmqLimits _limits = backend.Limits.As(CmqProfile.Tdmq);

    /// <summary>Answers the request whose body or parameters, and whose reply, are in the workspace.</summary>
    /// <exception cref="CmqServiceException">The request is refused.</exception>
    public async ValueTask AnswerAsync(HttpContext http, Workspace workspace)
    {
        try
        {
            Api3Call call = new(http.Request, workspace.Parameters, workspace.Body.WrittenMemory);
            if (call.Version != Version)
                throw new Api3Exception(Api3Errors.NoSuchVersion, $"The version served is {Version}, of the service tdmq.");
            ServerAction<Api3Context> action = Api3ActionTable.Find(call.Action);
            workspace.Action = action.Info;
            string account = _authenticator.Authenticate(call, action.Info);
            rates.Admit(account, action.Info);
            await action.Handler(new Api3Context(backend.GetService(account), backend.Limits, _limits, call.ReadParameters(), workspace.Api3Reply, http.RequestAborted)).ConfigureAwait(false);
        }
        catch (Api3Exception e)
        {
            workspace.Api3Reply.Failed(e.Code, e.Message);
        }
    }
}
