using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Answers the requests of one protocol. A request's protocol is known by its headers, before its body is read, or by its parameters.</summary>
internal interface IProtocolEndpoint
{
    /// <summary>Whether a request with these headers is of this protocol. The body of such a POST is not read as a form.</summary>
    bool Recognizes(IHeaderDictionary headers);

    /// <summary>Whether a request with these parameters is of this protocol, if no protocol recognizes its headers.</summary>
    bool Recognizes(V2Parameters parameters);

    /// <summary>Creates a reply, which is reused for many requests.</summary>
    Reply CreateReply();

    /// <summary>Answers the request in the buffers, with their reply.</summary>
    /// <exception cref="CmqServiceException">The request is refused.</exception>
    ValueTask AnswerAsync(HttpContext http, RequestBuffers buffers);
}
