using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>What an action works on: an authenticated request and the reply to fill.</summary>
internal readonly record struct ActionContext(ICmqService Service, CmqLimits Limits, TimeSpan AnswerEarly, V2Parameters Parameters, V2Reply Reply, HttpContext Http, CancellationToken Stopping)
{
    /// <summary>Fires when the client goes. The server makes it when it is first asked for, so an action that never waits does without.</summary>
    public CancellationToken Aborted => Http.RequestAborted;
}
