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
    private static readonly string[] Lists = ["msgBody", "msgTag", "receiptHandle", "filterTag", "bindingKey"];

    /// <summary>Refuses a name that is that of a list's element once <c>_</c> is printed as <c>.</c>, and one that holds <c>&amp;</c> or <c>=</c>.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.KeyMalformed"/>.</exception>
    public static void Refuse(V2Parameters parameters, bool namesAsSent = false)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            ReadOnlySpan<byte> name = parameters.Name(i);
            if (name.ContainsAny((byte)'&', (byte)'='))
                throw new CmqServiceException(CmqErrors.KeyMalformed("name"));
            int underscore = namesAsSent ? -1 : name.IndexOf((byte)'_');
            if (underscore < 0)
                continue;
            foreach (string list in Lists)
            {
                if (Ascii.Equals(name[..underscore], list))
                    throw new CmqServiceException(CmqErrors.KeyMalformed(list));
            }
        }
    }
}
