using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>What an action works on: an authenticated request and the reply to fill.</summary>
internal readonly record struct ActionContext(ICmqService Service, CmqLimits Limits, TimeSpan AnswerEarly, V2Parameters Parameters, V2Reply Reply, CancellationToken Aborted, CancellationToken Stopping);
