using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>What a v2 action works on: an authenticated request and its reply.</summary>
internal readonly record struct V2Context(ICmqBackend Backend, string Account, TimeSpan AnswerEarly, RequestBuffers Buffers, HttpContext Http, KeyRing Keys, CmqKey? Key)
{
    public ICmqService Service => Backend.GetService(Account);

    public ICmqInspector Inspector => MaskingInspector.Over(Backend.GetInspector(Account), Mask);

    /// <summary>What people and tools do not see of bodies; <see langword="null"/>: they see them whole.</summary>
    public JsonMask? Mask { get; init; }

    public CmqLimits Limits => Backend.Limits;

    public V2Parameters Parameters => Buffers.Parameters;

    public V2Reply Reply => (V2Reply)Buffers.Reply;

    /// <summary>Fires when the client disconnects. Kestrel creates it when it is first read, so an action that never waits should not read it.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>How long the request may wait. It is looked up when it is read, so only actions that wait should read it.</summary>
    public KeyLifetime KeyLifetime => Keys.LifetimeOf(Key);
}
