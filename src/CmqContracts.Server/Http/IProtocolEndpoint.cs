using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Answers the requests of one protocol. Which protocol a request is of its headers tell, before its body is read, or else its parameters.</summary>
internal interface IProtocolEndpoint
{
    /// <summary>Whether headers tell that a request is of this protocol. Then a POST's body is left as it is.</summary>
    bool Recognizes(IHeaderDictionary headers);

    /// <summary>Whether parameters tell that a request is of this protocol, if its headers tell nothing.</summary>
    bool Recognizes(V2Parameters parameters);

    /// <summary>Makes a reply, which is used for one request after another.</summary>
    Reply CreateReply();

    /// <summary>Answers the request that the buffers hold, by their reply.</summary>
    /// <exception cref="Protocol.CmqServiceException">The request is refused.</exception>
    ValueTask AnswerAsync(HttpContext http, RequestBuffers buffers);
}
