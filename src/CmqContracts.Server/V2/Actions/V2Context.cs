using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>What an action works on: an authenticated request and the reply to fill.</summary>
internal readonly record struct V2Context(ICmqService Service, CmqLimits Limits, TimeSpan AnswerEarly, RequestBuffers Buffers, HttpContext Http, KeyRing Keys, CmqKey? Key)
{
    public V2Parameters Parameters => Buffers.Parameters;

    public V2Reply Reply => (V2Reply)Buffers.Reply;

    /// <summary>Fires when the client goes. The server makes it when it is first asked for, so an action that never waits does without.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>How long the request may wait. It is looked up when it is asked for, by the actions that wait.</summary>
    public KeyTerm Term => Keys.TermOf(Key);
}
