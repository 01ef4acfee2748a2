using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>
/// Names by which one signature covers two requests. They are signed with <c>.</c> for <c>_</c>, so <c>msgBody.1</c> could be renamed
/// <c>msgBody_1</c> in a signed request, and a message would be missing. And <c>a=1&amp;b=2</c> could become one parameter
/// <c>a=1&amp;b</c>. No client has such names.
/// </summary>
internal static class AmbiguousNames
{
    /// <summary>Refuses a name that is that of a list's element once <c>_</c> is signed as <c>.</c>, and one that holds <c>&amp;</c> or <c>=</c>.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="lists">The lists that actions read; none where names are signed as they are sent.</param>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.KeyMalformed"/>.</exception>
    public static void Refuse(V2Parameters parameters, IReadOnlyList<string> lists)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> name = parameters.Name(i);
            if (name.ContainsAny((byte)'&', (byte)'='))
                throw new CmqServiceException(CmqErrors.KeyMalformed("name"));
            int underscore = name.IndexOf((byte)'_');
            if (underscore < 0)
                continue;
            foreach (string list in lists)
            {
                if (Ascii.Equals(name[..underscore], list))
                    throw new CmqServiceException(CmqErrors.KeyMalformed(list));
            }
        }
    }
}
